import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { click } from '../../api/clicks';
import type { Card, Feature } from '../../api/types';
import { PreJoin } from '../prejoin/PreJoin';
import styles from './Lobby.module.css';
import { CardSkeletons, Failed, NoMatch, Nothing } from './LobbyStates';
import { sift, tally } from './logic';
import { RoomCard } from './RoomCard';
import { Signs } from './Signs';
import { Tools } from './Tools';
import { useCards } from './useCards';
import { useStill } from './useStill';
import { Wall } from './Wall';

const route = getRouteApi('/');

/** One feature: its wall, its tools and its cards. */
export function Lobby({ feature, features }: { feature: Feature; features: Feature[] }) {
  const { cards, line, goLive } = useCards(feature);
  const search = route.useSearch();
  const [joining, setJoining] = useState<Pick<Card, 'room' | 'name'> | null>(null);
  useEffect(() => void click({ feature: feature.id }), [feature.id]);
  const join = useCallback(({ room, name, action }: Card) => {
    if (action === 'join') void click({ room });
    setJoining({ room, name });
  }, []);

  const all = cards.data?.data;
  const { shown, hidden } = sift(all ?? [], search);
  const still = useStill(all ?? [], shown, JSON.stringify(search));
  return (
    <>
      <Wall features={features} current={feature.id} people={all ? tally(all) : null} />
      <main id="content" className={styles.lobby}>
        <Tools all={all} shown={shown.length} />
        <div {...still.handlers}>
          <Signs
            line={line}
            stale={cards.error !== null && all !== undefined}
            waiting={still.waiting}
            onLive={goLive}
            onApply={still.apply}
          />
          {!all && !cards.error && <CardSkeletons />}
          {!all && cards.error && <Failed retry={() => void cards.refetch()} />}
          {still.spots.length === 0 && all?.length === 0 && <Nothing />}
          {still.spots.length === 0 && all && all.length > 0 && <NoMatch hidden={hidden} />}
          {still.spots.length > 0 && (
            <ul className={styles.grid}>
              {still.spots.map(({ card, gone }) => (
                <li key={card.room} data-room={card.room}>
                  <RoomCard card={card} gone={gone} onJoin={join} />
                </li>
              ))}
            </ul>
          )}
        </div>
      </main>
      {joining && (
        <PreJoin key={joining.room} room={joining.room} name={joining.name} onClose={() => setJoining(null)} />
      )}
    </>
  );
}
