import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { cardsKey, cardsQuery } from '../../api/cards';

/** The live cards of a feature. Asked for every two seconds, until the Lobby has a socket. */
export const useCards = (feature: string) => useQuery({ ...cardsQuery(feature), refetchInterval: 2000 });

/** For whoever just changed a count: ask now, not at the next turn. */
export function useRefreshCards() {
  const queries = useQueryClient();
  return useCallback(() => queries.invalidateQueries({ queryKey: cardsKey }), [queries]);
}
