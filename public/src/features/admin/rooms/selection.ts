/** Which rooms are ticked, and where a range with shift begins. */
export interface Selection {
  ids: ReadonlySet<string>;
  anchor: string | null;
}

export const NOTHING: Selection = { ids: new Set(), anchor: null };

/** One ticked or not; with shift everything from the last one to it gets what it gets. */
export function tick(was: Selection, shown: readonly string[], id: string, range = false): Selection {
  const on = !was.ids.has(id);
  const [from, to] = [was.anchor === null ? -1 : shown.indexOf(was.anchor), shown.indexOf(id)];
  const touched = range && from >= 0 && to >= 0 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  const ids = new Set(was.ids);
  for (const one of touched) {
    if (on) ids.add(one);
    else ids.delete(one);
  }
  return { ids, anchor: id };
}

/** All that are shown, or none of them when all were ticked. */
export function tickAll(was: Selection, shown: readonly string[]): Selection {
  const every = shown.length > 0 && shown.every((id) => was.ids.has(id));
  return { ids: every ? new Set() : new Set(shown), anchor: null };
}

/** Those ticked that can be seen, in their order: nothing is done to what a filter hides. */
export const chosen = (selection: Selection, shown: readonly string[]) => shown.filter((id) => selection.ids.has(id));

/** How the box over all rows stands. */
export function allState(count: number, shown: number): 'none' | 'some' | 'all' {
  if (count === 0) return 'none';
  return count === shown ? 'all' : 'some';
}
