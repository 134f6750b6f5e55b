import { useGridLayout, usePagination, useParticipants, useSwipe } from '@livekit/components-react';
import { useDirection } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Track } from 'livekit-client';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoomLive } from '../live/RoomLive';
import { LAYOUTS, MOST_TILES, PINNED_CELLS, STRIP } from './logic';
import { Pager } from './Pager';
import styles from './Room.module.css';
import { Tile } from './Tile';

interface Props {
  entering: boolean;
  /** Beside a shared screen. */
  strip: boolean;
  /** `att_…` of whoever stays first on every page, and large where there is room. */
  pinned: string | null;
  onPin: (id: string | null) => void;
}

/** Everyone in tiles, as many on a page as there is room for. Who speaks is brought to the first page by LiveKit's
 *  visually stable order: nobody moves who does not have to. */
export function Grid({ entering, strip, pinned, onPin }: Props) {
  const { t } = useTranslation();
  const grid = useRef<HTMLUListElement>(null);
  // Places, not tracks: a camera that goes on or off changes a tile and never the order.
  const { gone } = useRoomLive();
  const everyone = useParticipants()
    .filter(({ isLocal, identity }) => isLocal || !gone.has(identity))
    .map((participant) => ({ participant, source: Track.Source.Camera }));
  const held = everyone.find(({ participant }) => participant.identity === pinned)?.participant;
  const cells = held ? (strip ? 1 : PINNED_CELLS) : 0;
  const others = held ? everyone.filter(({ participant }) => participant !== held) : everyone;
  const { layout } = useGridLayout(
    grid as unknown as React.RefObject<HTMLDivElement>,
    Math.min(others.length + cells, MOST_TILES),
    {
      gridLayouts: strip ? STRIP : LAYOUTS,
    },
  );
  const pages = usePagination(Math.max(1, layout.maxTiles - cells), others);
  const { dir } = useDirection();
  const [onLeftSwipe, onRightSwipe] =
    dir === 'rtl' ? [pages.prevPage, pages.nextPage] : [pages.nextPage, pages.prevPage];
  useSwipe(grid as React.RefObject<HTMLElement>, { onLeftSwipe, onRightSwipe });
  useHotkeys([
    ['PageDown', pages.nextPage],
    ['PageUp', pages.prevPage],
  ]);

  const here = pages.tracks.map(({ participant }) => participant).filter((participant) => participant !== held);
  const alone = !entering && everyone.length === 1;
  return (
    <section className={styles.stage} aria-label={t('room.people')}>
      <ul ref={grid} className={styles.tiles}>
        {/* One list: a tile that is pinned or let go moves, with its picture and the focus in it. */}
        {[...(held ? [held] : []), ...here].map((participant) => (
          <Tile
            key={participant.identity}
            participant={participant}
            pinned={participant === held}
            large={participant === held && !strip}
            onPin={() => onPin(participant === held ? null : participant.identity)}
          />
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
