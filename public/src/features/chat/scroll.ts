/** Where a log was before it changed: the keys of its first and last line. */
export interface Shown {
  first: string | null;
  last: string | null;
}

/**
 * What to do after a change. Somebody at the end, or who just wrote something, sees the end; somebody reading further
 * up is not moved, is told of news, and keeps the place when earlier lines come in above.
 */
export function afterChange(was: Shown, is: Shown, { atEnd, wrote }: { atEnd: boolean; wrote: boolean }) {
  if (atEnd || wrote || was.last === null) return 'end';
  if (was.last !== is.last) return 'news';
  return was.first === is.first ? 'nothing' : 'keep';
}

/** Within this many pixels of the end is at the end. */
const NEAR = 48;

export const isAtEnd = (log: { scrollHeight: number; scrollTop: number; clientHeight: number }) =>
  log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
