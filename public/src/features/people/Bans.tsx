import { Button, Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bansQuery } from '../../api/bans';
import { serverNow } from '../../api/clock';
import type { Ban, Named } from '../../api/live';
import type { Room } from '../../api/types';
import { timeLeft } from '../../i18n/format';
import { useRoomLive } from '../live/RoomLive';
import { untilOf } from '../removal/lengths';
import { byOrganizer, inOrder, stateOf } from '../removal/removal';
import { useLift } from '../removal/useLift';
import { useNow } from '../removal/useNow';
import styles from './People.module.css';

/** Who was put out of this room, by whom, why and until when; what still holds can be lifted. */
export default function Bans({ room }: { room: Room }) {
  const { t } = useTranslation();
  const { data: bans, error, refetch } = useQuery(bansQuery(room.id));
  useReadAgain(room.id);
  const now = useNow(bans?.some((ban) => stateOf(ban, serverNow()) === 'active') ?? false);
  return (
    <section className={styles.bans} aria-labelledby="bans">
      <h3 id="bans">{t('people.bans')}</h3>
      {bans ? (
        <List bans={inOrder(bans, now)} now={now} room={room} />
      ) : error ? (
        <div className={styles.failed} role="alert">
          <p>{t('people.bans_failed')}</p>
          <Button variant="default" onClick={() => void refetch()}>
            {t('people.retry')}
          </Button>
        </div>
      ) : (
        <Skeleton h={56} aria-busy="true" aria-label={t('people.bans_loading')} />
      )}
    </section>
  );
}

/** The room's socket says when the list is another. */
function useReadAgain(room: string) {
  const queries = useQueryClient();
  const { bansVersion } = useRoomLive();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is the reason, not an ingredient
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: bansQuery(room).queryKey });
  }, [queries, room, bansVersion]);
}

function List({ bans, now, room }: { bans: Ban[]; now: number; room: Room }) {
  const { t } = useTranslation();
  if (bans.length === 0) return <p className={styles.about}>{t('people.bans_empty')}</p>;
  return (
    <ul className={styles.list}>
      {bans.map((ban) => (
        <Entry key={ban.id} ban={ban} now={now} room={room} />
      ))}
    </ul>
  );
}

function Entry({ ban, now, room }: { ban: Ban; now: number; room: Room }) {
  const { t, i18n } = useTranslation();
  const state = stateOf(ban, now);
  const by = (who: Named) => (byOrganizer(who) ? t('people.organizer') : who.name);
  /** By the event's clock, as the dialog has it. */
  const at = (time: string) => {
    const told = untilOf('other', new Date(time), { language: i18n.language, now: new Date(now), place: room });
    return told.kind === 'at' ? told.when : t('removal.midnight');
  };
  const ends = ban.ends_at ?? '';
  const left = timeLeft(i18n.language, (Date.parse(ends) - now) / 1000);
  const said = {
    active: () => t('people.left', { when: at(ends), left: t('people.in', { left }) }),
    over: () => t('people.over', { when: at(ends) }),
    lifted: () => t('people.lifted', { by: by(ban.lifted_by ?? ban.by), when: at(ban.lifted_at ?? ends) }),
    none: () => t('people.unbanned'),
  };
  return (
    <li className={styles.ban} data-quiet={state !== 'active' || undefined}>
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{ban.person.name}</bdi>
        </p>
        <p className={styles.state}>{said[state]()}</p>
        <p className={styles.about}>{t('people.by', { by: by(ban.by), when: at(ban.created_at) })}</p>
        {ban.reason && (
          <p className={styles.about} dir="auto">
            {t('people.reason', { reason: ban.reason })}
          </p>
        )}
      </div>
      {state === 'active' && <Lift ban={ban} room={room.id} />}
    </li>
  );
}

function Lift({ ban, room }: { ban: Ban; room: string }) {
  const { t } = useTranslation();
  const lift = useLift(room);
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    await lift(ban);
    setBusy(false);
  };
  return (
    <Button
      variant="default"
      className={styles.lift}
      loading={busy}
      aria-label={t('people.lift_of', { name: ban.person.name })}
      onClick={() => void press()}
    >
      {t('people.lift')}
    </Button>
  );
}
