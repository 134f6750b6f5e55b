/** These before that one, or at the end: what the server is asked for. */
export interface Move {
  ids: string[];
  before: string | null;
}

/** The order after a move. */
export function moved(order: readonly string[], { ids, before }: Move): string[] {
  const going = new Set(ids);
  const rest = order.filter((id) => !going.has(id));
  const at = before === null ? rest.length : rest.indexOf(before);
  return [...rest.slice(0, at), ...ids, ...rest.slice(at)];
}

/** Takes one from its place to the place of another, as a drag does. Null: it stays where it is. */
export function dragged(order: readonly string[], id: string, over: string): Move | null {
  const [from, to] = [order.indexOf(id), order.indexOf(over)];
  if (from < 0 || to < 0 || from === to) return null;
  return { ids: [id], before: order[from < to ? to + 1 : to] ?? null };
}

/** One place up (-1) or down (1). Null: there is none. */
export function stepped(order: readonly string[], id: string, by: -1 | 1): Move | null {
  const over = order[order.indexOf(id) + by];
  return over === undefined ? null : dragged(order, id, over);
}

/** To a place people count from 1; what is too far is the end. Several keep their own order. */
export function placed(order: readonly string[], ids: readonly string[], place: number): Move | null {
  const going = new Set(ids);
  const together = order.filter((id) => going.has(id));
  const rest = order.filter((id) => !going.has(id));
  const move = { ids: together, before: rest[Math.max(0, place - 1)] ?? null };
  return same(moved(order, move), order) ? null : move;
}

/**
 * What puts moved ones back where they were. They may have stood apart: each run of neighbours is a move of its own,
 * the last first, so that what each stands before is in its place already.
 */
export function movesBack(order: readonly string[], ids: readonly string[]): Move[] {
  const going = new Set(ids);
  const moves: Move[] = [];
  for (const [at, id] of order.entries()) {
    if (!going.has(id)) continue;
    const run = moves.at(-1);
    if (run && at > 0 && run.ids.at(-1) === order[at - 1]) run.ids.push(id);
    else moves.push({ ids: [id], before: null });
  }
  for (const run of moves) run.before = order[order.indexOf(run.ids.at(-1) ?? '') + 1] ?? null;
  return moves.reverse();
}

/** Things in the order of these ids; what is in none of them stays behind, in its own order. */
export function inOrder<T extends { id: string }>(things: readonly T[], ids: readonly string[]): T[] {
  const place = new Map(ids.map((id, at) => [id, at]));
  const of = ({ id }: T) => place.get(id) ?? ids.length;
  return [...things].sort((a, b) => of(a) - of(b));
}

const same = (one: readonly string[], other: readonly string[]) => one.every((id, at) => other[at] === id);
