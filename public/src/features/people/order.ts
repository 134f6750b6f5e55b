import type { PersonHere } from '../../api/live';

/** Yourself first, then the moderators, each by name. Who is being put out is not shown any more. */
export function inRoomOrder(
  people: PersonHere[],
  meId: string,
  gone: ReadonlySet<string>,
  language: string,
): PersonHere[] {
  const { compare } = new Intl.Collator(language);
  const rank = ({ id, role }: PersonHere) => (id === meId ? 0 : role === 'moderator' ? 1 : 2);
  return people
    .filter(({ id, state }) => id === meId || (state !== 'evicting' && !gone.has(id)))
    .sort((one, other) => rank(one) - rank(other) || compare(one.name, other.name));
}

/** A seat that is not live yet or no more. */
export function comingOrGoing({ state }: PersonHere): 'arriving' | 'leaving' | null {
  if (state === 'held' || state === 'granted') return 'arriving';
  return state === 'leaving' ? 'leaving' : null;
}
