import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useCallback, useEffect } from 'react';
import { cardsKey, cardsQuery } from '../../api/cards';
import { isCode } from '../../api/client';
import { featuresQuery } from '../../api/features';
import { meQuery } from '../../api/me';
import type { Feature } from '../../api/types';
import { toasts } from '../../ui/toast/toasts';
import type { Told } from './book';
import { lobbyAddress } from './line';
import { followed } from './logic';
import { askAgain, useLine } from './useLine';

/** The live cards of a feature: told by its line, and asked for while that is not up. */
export function useCards(feature: Feature) {
  const queries = useQueryClient();
  const { id } = feature;
  const { state, goLive } = useLine({
    url: () => lobbyAddress(location.origin, id),
    onTold: (told) => tell(queries, id, told),
    onGone: () => void placeGone(queries, feature),
    // /me then answers 401, and every page says that the session is over.
    onSignedOut: () => void queries.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
  const cards = useQuery({
    ...cardsQuery(id),
    // What is asked for may be older than what was told.
    enabled: state !== 'live' && state !== 'lost',
    refetchInterval: state === 'opening' ? false : askAgain,
  });
  const gone = isCode(cards.error, 'not_found');
  // biome-ignore lint/correctness/useExhaustiveDependencies: each such answer is a reason to look
  useEffect(() => {
    if (gone) void placeGone(queries, feature);
  }, [gone, cards.errorUpdatedAt]);
  return { cards, line: state, goLive };
}

/** What was told is newer than any answer still on its way. */
function tell(queries: QueryClient, feature: string, { place, cards, seq }: Told) {
  const { queryKey } = cardsQuery(feature);
  void queries.cancelQueries({ queryKey });
  queries.setQueryData(queryKey, { feature: place, data: cards, seq, next_cursor: null });
  queries.setQueryData(featuresQuery.queryKey, (known) => known && followed(known, place, cards.length), {
    // As old as it was: the other features are not told here.
    updatedAt: queries.getQueryState(featuresQuery.queryKey)?.dataUpdatedAt ?? 0,
  });
}

/** Deleted, or for others only: the list of features knows, and another one is shown. */
async function placeGone(queries: QueryClient, { id, name }: Feature) {
  const left = await queries.fetchQuery({ ...featuresQuery, staleTime: 0 }).catch(() => null);
  if (left && !left.some((feature) => feature.id === id)) toasts.show({ text: i18next.t('lobby.gone', { name }) });
}

/** For whoever just changed a count and is about to see the cards: a page that is not live asks again. */
export function useRefreshCards() {
  const queries = useQueryClient();
  return useCallback(() => queries.invalidateQueries({ queryKey: cardsKey }), [queries]);
}
