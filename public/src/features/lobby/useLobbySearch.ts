import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { LobbySearch } from './logic';

/** Changes a part of the lobby's address without a new step in the history. */
export function useLobbySearch() {
  const navigate = useNavigate({ from: '/' });
  return useCallback(
    (part: LobbySearch) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true }),
    [navigate],
  );
}
