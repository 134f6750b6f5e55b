import { ActionIcon } from '@mantine/core';
import { IconHandStop, IconShieldCheck, IconUserMinus } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonHere } from '../../api/live';
import type { Room } from '../../api/types';
import { Doorway } from '../../ui/Doorway';
import { Tag } from '../../ui/Tag';
import { AddPerson, PersonName } from '../connections/PersonCards';
import { placeOf } from '../floor/logic';
import { useRoomLive } from '../live/RoomLive';
import { useRemoval } from '../removal/Removal';
import { comingOrGoing, inRoomOrder } from './order';
import styles from './People.module.css';

const Bans = lazy(() => import('./Bans'));
const PersonTools = lazy(() => import('../floor/PersonTools'));

/** Where a row's menu opens: the list scrolls and would cut it off. */
const MENUS = 'people-menus';

interface Props {
  room: Room;
  people: PersonHere[];
  meId: string;
  moderates: boolean;
}

/** Everyone with a seat, and for moderators who was put out. */
export default function PeoplePanel({ room, people, meId, moderates }: Props) {
  const { t, i18n } = useTranslation();
  const { gone } = useRoomLive();
  const shown = inRoomOrder(people, meId, gone, i18n.language);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={styles.panel} tabIndex={0} aria-label={t('people.here')}>
        <ul className={styles.people}>
          {shown.map((person) => (
            <Person key={person.id} person={person} me={person.id === meId} />
          ))}
        </ul>
        {moderates && (
          <Suspense>
            <Bans room={room} />
          </Suspense>
        )}
      </section>
      <div id={MENUS} />
    </>
  );
}

function Person({ person, me }: { person: PersonHere; me: boolean }) {
  const { t } = useTranslation();
  const { may, ask } = useRemoval();
  const { id, name, avatar, role, title, company } = person;
  const place = placeOf(useRoomLive().floor, id);
  const moving = comingOrGoing(person);
  const about = moving && !me ? t(`people.${moving}`) : [title, company].filter(Boolean).join(' · ');
  return (
    <li className={styles.person} data-quiet={(moving && !me) || undefined}>
      <Doorway id={id} name={name} image={avatar} size={36} />
      <div className={styles.words}>
        <p className={styles.name}>
          {me ? <bdi>{name}</bdi> : <PersonName person={person} />}{' '}
          {me && <span className={styles.me}>{t('people.you')}</span>}
        </p>
        {about && (
          <p className={styles.about} dir="auto">
            {about}
          </p>
        )}
        {place && (
          <Tag icon={IconHandStop} tone="warn">
            {t('floor.place', { count: place, ordinal: true })}
          </Tag>
        )}
      </div>
      {role === 'moderator' && (
        <Tag icon={IconShieldCheck} tone="mod">
          {t('people.moderator')}
        </Tag>
      )}
      {!me && <AddPerson person={person} />}
      {may(person) && (
        <ActionIcon
          className={styles.remove}
          aria-label={t('removal.open', { name })}
          title={t('removal.remove')}
          onClick={() => ask({ id, name, avatar })}
        >
          <IconUserMinus size={20} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      )}
      {may(person) && (
        <Suspense>
          <PersonTools person={{ id, name, avatar }} className={styles.more} menus={MENUS} />
        </Suspense>
      )}
    </li>
  );
}
