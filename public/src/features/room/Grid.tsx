import { useGridLayout, usePagination, useParticipants, useSwipe } from '@livekit/components-react';
import { useDirection } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Track } from 'livekit-client';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoomLive } from '../live/RoomLive';
import { LAYOUTS, MOST_TILES, STRIP } from './logic';
import { Pager } from './Pager';
import styles from './Room.module.css';
import { Tile } from './Tile';

/** Everyone in tiles, as many on a page as there is room for. Who speaks is brought to the first page by LiveKit's
 *  visually stable order: nobody moves who does not have to. */
export function Grid({ entering, strip = false }: { entering: boolean; strip?: boolean }) {
  const { t } = useTranslation();
  const grid = useRef<HTMLUListElement>(null);
  // Places, not tracks: a camera that goes on or off changes a tile and never the order.
  const { gone } = useRoomLive();
  const everyone = useParticipants()
    .filter(({ isLocal, identity }) => isLocal || !gone.has(identity))
    .map((participant) => ({ participant, source: Track.Source.Camera }));
  const { layout } = useGridLayout(
    grid as unknown as React.RefObject<HTMLDivElement>,
    Math.min(everyone.length, MOST_TILES),
    {
      gridLayouts: strip ? STRIP : LAYOUTS,
    },
  );
  const pages = usePagination(layout.maxTiles, everyone);
  const { dir } = useDirection();
  const [onLeftSwipe, onRightSwipe] =
    dir === 'rtl' ? [pages.prevPage, pages.nextPage] : [pages.nextPage, pages.prevPage];
  useSwipe(grid as React.RefObject<HTMLElement>, { onLeftSwipe, onRightSwipe });
  useHotkeys([
    ['PageDown', pages.nextPage],
    ['PageUp', pages.prevPage],
  ]);

  const alone = !entering && everyone.length === 1;
  return (
    <section className={styles.stage} aria-label={t('room.people')}>
      <ul ref={grid} className={styles.tiles}>
        {pages.tracks.map(({ participant }) => (
          <Tile key={participant.identity} participant={participant} />
        ))}
      </ul>
      <div className={styles.foot}>
        {alone && (
          <p className={styles.alone}>
            <b>{t('room.alone')}</b>
            {' · '}
            {t('room.alone_text')}
          </p>
        )}
        {pages.totalPageCount > 1 && <Pager pages={pages} />}
      </div>
    </section>
  );
}
