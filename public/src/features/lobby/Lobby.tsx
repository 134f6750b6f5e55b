import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Card, Feature } from '../../api/types';
import { PreJoin } from '../prejoin/PreJoin';
import styles from './Lobby.module.css';
import { CardSkeletons, Failed, NoMatch, Nothing, Stale } from './LobbyStates';
import { sift, tally } from './logic';
import { RoomCard } from './RoomCard';
import { Tools } from './Tools';
import { useCards } from './useCards';
import { Wall } from './Wall';

const route = getRouteApi('/');

/** One feature: its wall, its tools and its cards. */
export function Lobby({ feature, features }: { feature: Feature; features: Feature[] }) {
  const cards = useCards(feature.id);
  const search = route.useSearch();
  const [joining, setJoining] = useState<Pick<Card, 'room' | 'name'> | null>(null);

  const all = cards.data?.data;
  const { shown, hidden } = sift(all ?? [], search);
  return (
    <>
      <Wall features={features} current={feature.id} people={all ? tally(all) : null} />
      <main id="content" className={styles.lobby}>
        <Tools all={all} shown={shown.length} />
        {cards.error && all && <Stale />}
        {!all && !cards.error && <CardSkeletons />}
        {!all && cards.error && <Failed retry={() => void cards.refetch()} />}
        {all?.length === 0 && <Nothing />}
        {all && all.length > 0 && shown.length === 0 && <NoMatch hidden={hidden} />}
        {shown.length > 0 && (
          <ul className={styles.grid}>
            {shown.map((card) => (
              <li key={card.room}>
                <RoomCard card={card} onJoin={() => setJoining({ room: card.room, name: card.name })} />
              </li>
            ))}
          </ul>
        )}
      </main>
      {joining && (
        <PreJoin key={joining.room} room={joining.room} name={joining.name} onClose={() => setJoining(null)} />
      )}
    </>
  );
}
