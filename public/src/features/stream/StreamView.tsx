import type { ItemWithCards } from '../../api/types';
import { EmbeddedStream } from './EmbeddedStream';
import { ManagedStream } from './ManagedStream';

/** A session's live stream on its own page. */
export default function StreamView({ item }: { item: ItemWithCards }) {
  if (!item.stream) return null;
  const { kind, url } = item.stream;
  if (kind === 'hls') return <ManagedStream key={url} item={item.id} name={item.name} url={url} />;
  return <EmbeddedStream key={url} name={item.name} url={url} />;
}
