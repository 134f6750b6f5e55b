import type { ItemFields } from '../../../api/admin/items';
import type { Item, ItemKind, Stream } from '../../../api/admin/types';
import { fromWall, toWall } from '../shell';

export const KINDS: ItemKind[] = ['session', 'sponsor', 'page'];

/** An item as its form has it: times by the clock of the event, the stream in two fields. */
export interface ItemValues {
  kind: ItemKind;
  name: string;
  description: string;
  starts_at: string;
  ends_at: string;
  /** Empty: no live stream. */
  stream: Stream['kind'] | '';
  url: string;
}

export const freshItem = (kind: ItemKind): ItemValues => ({
  kind,
  name: '',
  description: '',
  starts_at: '',
  ends_at: '',
  stream: '',
  url: '',
});

export const valuesOf = (item: Item, zone: string): ItemValues => ({
  kind: item.kind,
  name: item.name,
  description: item.description ?? '',
  starts_at: toWall(item.starts_at, zone),
  ends_at: toWall(item.ends_at, zone),
  stream: item.stream?.kind ?? '',
  url: item.stream?.url ?? '',
});

/** Only sessions have times and a stream. */
export function bodyOf(values: ItemValues, zone: string): ItemFields {
  const session = values.kind === 'session';
  return {
    name: values.name.trim(),
    description: values.description.trim() || null,
    starts_at: session && values.starts_at ? fromWall(values.starts_at, zone) : null,
    ends_at: session && values.ends_at ? fromWall(values.ends_at, zone) : null,
    stream: session && values.stream ? { kind: values.stream, url: values.url.trim() } : null,
  };
}

/** What is wrong with a field before it is sent. */
export function itemTroubles({ kind, name, starts_at, ends_at, stream, url }: ItemValues) {
  const session = kind === 'session';
  return {
    name: name.trim() ? null : ('required' as const),
    ends_at: session && starts_at && ends_at && ends_at < starts_at ? ('ends_first' as const) : null,
    url: session && stream ? urlTrouble(url) : null,
  };
}

function urlTrouble(url: string) {
  if (!url.trim()) return 'required' as const;
  return URL.canParse(url.trim()) && new URL(url.trim()).protocol === 'https:' ? null : ('https' as const);
}
