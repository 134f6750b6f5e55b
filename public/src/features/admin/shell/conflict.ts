/** One field of a thing two people have changed. */
export interface ConflictField<T> {
  name: keyof T & string;
  label: string;
  /** As it is shown to people. */
  show: (of: T) => string;
}

/** The fields where what I am about to save is not what stands there now. */
export function differing<T extends object>(mine: T, theirs: T, fields: ConflictField<T>[]): ConflictField<T>[] {
  return fields.filter(({ name }) => name in mine && !same(mine[name], theirs[name]));
}

/** Mine where it is kept, theirs elsewhere: what still has to be written. */
export function keptOf<T extends object>(mine: T, keep: ReadonlySet<string>): Partial<T> {
  return Object.fromEntries(Object.entries(mine).filter(([name]) => keep.has(name))) as Partial<T>;
}

/** What I am about to save, parted: what others changed too, and what they left as I read it. */
export function partedOf<T extends object>(
  mine: Partial<T>,
  was: T,
  current: T,
): { open: Partial<T>; clear: Partial<T> } {
  const open: Partial<T> = {};
  const clear: Partial<T> = {};
  for (const name of Object.keys(mine) as (keyof T)[])
    (same(current[name], was[name]) ? clear : open)[name] = mine[name];
  return { open, clear };
}

const same = (one: unknown, other: unknown) => plain(one) === plain(other);
/** Nothing, an empty text and null are the same to a form. */
const plain = (value: unknown) => JSON.stringify(value === undefined || value === '' ? null : value);
