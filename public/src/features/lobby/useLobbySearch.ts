import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { LobbySearch } from './logic';

/** What the address says of search and filter: in a feature's lobby and on an item's page alike. */
export const useCardSearch = (): LobbySearch => useSearch({ strict: false });

/** Changes a part of the page's address without a new step in the history. */
export function useLobbySearch() {
  const navigate = useNavigate();
  return useCallback(
    (part: LobbySearch) =>
      void navigate({ to: '.', search: (old: LobbySearch) => ({ ...old, ...part }), replace: true }),
    [navigate],
  );
}
