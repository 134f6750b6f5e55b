import { useEffect } from 'react';
import { click } from '../../api/clicks';
import type { Feature } from '../../api/types';
import styles from './Lobby.module.css';
import { Nothing } from './LobbyStates';
import { tally } from './logic';
import { Rooms } from './Rooms';
import { useCards } from './useCards';
import { Wall } from './Wall';

/** One feature: its wall, its tools and its cards. */
export function Lobby({ feature, features }: { feature: Feature; features: Feature[] }) {
  const { cards, line, goLive } = useCards(feature);
  useEffect(() => void click({ feature: feature.id }), [feature.id]);
  const all = cards.data?.data;
  return (
    <>
      <Wall features={features} current={feature.id} people={all ? tally(all) : null} />
      <main id="content" className={styles.lobby}>
        <Rooms
          all={all}
          failed={cards.error !== null}
          line={line}
          onLive={goLive}
          retry={() => void cards.refetch()}
          nothing={<Nothing />}
        />
      </main>
    </>
  );
}
