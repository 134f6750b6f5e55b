import { useCallback, useState } from 'react';
import { click } from '../../api/clicks';
import type { Card } from '../../api/types';
import { PreJoin } from '../prejoin/PreJoin';
import styles from './Lobby.module.css';
import { CardSkeletons, Failed, NoMatch } from './LobbyStates';
import type { Line } from './line';
import { sift } from './logic';
import { RoomCard } from './RoomCard';
import { Signs } from './Signs';
import { Tools } from './Tools';
import { useCardSearch } from './useLobbySearch';
import { useStill } from './useStill';

interface Props {
  /** Undefined while nobody knows. */
  all: Card[] | undefined;
  failed: boolean;
  line: Line;
  onLive: () => void;
  retry: () => void;
  /** What is said where there are no rooms at all. */
  nothing: React.ReactNode;
}

/** The live cards of one place, a feature or an item, with their tools and the way in. */
export function Rooms({ all, failed, line, onLive, retry, nothing }: Props) {
  const search = useCardSearch();
  const [joining, setJoining] = useState<Pick<Card, 'room' | 'name'> | null>(null);
  const join = useCallback(({ room, name, action }: Card) => {
    if (action === 'join') void click({ room });
    setJoining({ room, name });
  }, []);
  const { shown, hidden } = sift(all ?? [], search);
  const still = useStill(all ?? [], shown, JSON.stringify(search));
  return (
    <>
      <Tools all={all} shown={shown.length} />
      <div {...still.handlers}>
        <Signs
          line={line}
          stale={failed && all !== undefined}
          waiting={still.waiting}
          onLive={onLive}
          onApply={still.apply}
        />
        {!all && !failed && <CardSkeletons />}
        {!all && failed && <Failed retry={retry} />}
        {still.spots.length === 0 && all?.length === 0 && nothing}
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
      {joining && (
        <PreJoin key={joining.room} room={joining.room} name={joining.name} onClose={() => setJoining(null)} />
      )}
    </>
  );
}
