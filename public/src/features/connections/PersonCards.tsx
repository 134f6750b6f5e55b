import { Button, UnstyledButton } from '@mantine/core';
import { IconCheck, IconClock, IconUserPlus } from '@tabler/icons-react';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Face, PersonFacts } from '../../api/live';
import { personCards } from './card';
import { connections } from './connections';
import styles from './Door.module.css';
import { standingOf } from './logic';

const PersonCard = lazy(() => import('./PersonCard'));

/** Where a person's card appears, over whatever page it was opened from. */
export function PersonCards() {
  const open = useSyncExternalStore(personCards.subscribe, personCards.snapshot);
  return (
    <Suspense fallback={null}>
      {open && <PersonCard key={open.count} open={open} onClose={personCards.close} />}
    </Suspense>
  );
}

/** A card is open: Escape is meant for it. */
export const usePersonCardOpen = () => useSyncExternalStore(personCards.subscribe, personCards.snapshot) !== null;

type Somebody = Pick<Face, 'id' | 'name'> & {
  [Key in keyof Omit<PersonFacts, 'id' | 'name'>]?: PersonFacts[Key] | undefined;
};

const useStanding = (id: string) =>
  useSyncExternalStore(connections.subscribe, () => standingOf(connections.snapshot().all.get(id)));

/** Opens the card with the one thing to do about somebody, whatever that is by now. */
const show = ({ id, name, title, company, avatar }: Somebody, anchor: HTMLElement) =>
  personCards.show({ id, name, title: title ?? null, company: company ?? null, avatar: avatar ?? null }, anchor);

/** A name that says more about whose it is. */
export function PersonName({ person }: { person: Somebody }) {
  return (
    <UnstyledButton
      className={styles.who}
      aria-haspopup="dialog"
      onClick={(event) => show(person, event.currentTarget)}
    >
      <bdi>{person.name}</bdi>
    </UnstyledButton>
  );
}

/** In a list: Add, or that it was done. */
export function AddPerson({ person }: { person: Somebody }) {
  const { t } = useTranslation();
  const standing = useStanding(person.id);
  if (standing === 'blocked') return null;
  const Sign = standing === 'connected' ? IconCheck : standing === 'sent' ? IconClock : IconUserPlus;
  const word = standing === 'none' ? 'add' : standing;
  return (
    <Button
      variant="subtle"
      className={styles.add}
      aria-haspopup="dialog"
      aria-label={`${t(`connections.${word}`)}: ${person.name}`}
      leftSection={<Sign size={20} stroke={1.75} aria-hidden="true" />}
      onClick={(event) => show(person, event.currentTarget)}
    >
      {t(`connections.${word}`)}
    </Button>
  );
}

/** On a tile: while the pointer is on it or the keyboard in it; a finger has it at all times. */
export function AddOnTile({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const standing = useStanding(id);
  if (standing === 'connected' || standing === 'blocked') return null;
  const Sign = standing === 'sent' ? IconClock : IconUserPlus;
  const word = standing === 'none' ? 'add' : standing;
  return (
    <UnstyledButton
      className={styles.tile}
      data-add
      aria-haspopup="dialog"
      aria-label={`${t(`connections.${word}`)}: ${name}`}
      onClick={(event) => show({ id, name }, event.currentTarget)}
    >
      <Sign size={20} stroke={1.75} aria-hidden="true" />
      <span>{t(`connections.${word}`)}</span>
    </UnstyledButton>
  );
}
