import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { useMediaQuery } from '@mantine/hooks';
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Room } from '../../../api/admin/rooms';
import type { Live } from './filter';
import { dragged, type Move } from './order';
import { RoomRow, type RowActs } from './RoomRow';
import row from './Row.module.css';
import { allState, type Selection } from './selection';
import { useSpoken } from './useSpoken';

interface Props {
  label: string;
  rooms: Room[];
  live: Live;
  selection: Selection;
  movable: boolean;
  may: boolean;
  acts: RowActs;
  onMove: (move: Move) => void;
  onTickAll: () => void;
  /** A room to be brought into sight, its menu focused: what the keyboard moved stays under the keyboard. */
  follow: { id: string } | null;
}

// Written out: a real table's rows cannot be left out and placed.
const ROLE = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  head: { role: 'columnheader' },
} as const;

/** Heights before they are measured: a row, a card. */
const ROW = 62;
const CARD = 176;

/** Any number of rooms: only those in sight are drawn. Sorted by mouse, finger and keyboard. */
export function RoomList({ label, rooms, live, selection, movable, may, acts, onMove, onTickAll, follow }: Props) {
  const ids = useMemo(() => rooms.map(({ id }) => id), [rooms]);
  const [active, setActive] = useState<string | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const list = useRows(ids, active, body);
  const spoken = useSpoken(rooms);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  useFollowed(follow, ids, list);
  const end = ({ active: { id }, over }: DragEndEvent) => {
    setActive(null);
    const move = over && dragged(ids, String(id), String(over.id));
    if (move) onMove(move);
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={spoken}
      onDragStart={({ active: { id } }) => setActive(String(id))}
      onDragEnd={end}
      onDragCancel={() => setActive(null)}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        <div {...ROLE.table} {...{ 'aria-label': label, 'aria-rowcount': rooms.length + 1 }} className={row.table}>
          <Head count={ids.filter((id) => selection.ids.has(id)).length} shown={ids.length} onTickAll={onTickAll} />
          <div {...ROLE.group} ref={body} className={row.body} style={{ blockSize: list.getTotalSize() }}>
            {list.getVirtualItems().map(({ index, key, start }) => {
              const room = rooms[index];
              if (!room) return null;
              const count = live.get(room.id);
              return (
                <RoomRow
                  key={key}
                  room={room}
                  at={index}
                  top={start - list.options.scrollMargin}
                  measure={list.measureElement}
                  attendees={count?.attendees ?? 0}
                  moderators={count?.moderators ?? 0}
                  ticked={selection.ids.has(room.id)}
                  movable={movable && may}
                  may={may}
                  acts={acts}
                />
              );
            })}
          </div>
        </div>
      </SortableContext>
    </DndContext>
  );
}

type Rows = ReturnType<typeof useWindowVirtualizer<HTMLElement>>;

function useRows(ids: string[], active: string | null, body: React.RefObject<HTMLElement | null>): Rows {
  const cards = useMediaQuery('(max-width: 559px)') ?? false;
  const [margin, setMargin] = useState(0);
  // What stands above the list may grow: a second line of filters.
  useLayoutEffect(() => {
    const top = () => setMargin(Math.round((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    top();
    const watcher = new ResizeObserver(top);
    watcher.observe(document.body);
    return () => watcher.disconnect();
  }, [body]);
  const held = active === null ? -1 : ids.indexOf(active);
  return useWindowVirtualizer<HTMLElement>({
    count: ids.length,
    estimateSize: () => (cards ? CARD : ROW),
    getItemKey: (index) => ids[index] ?? index,
    scrollMargin: margin,
    overscan: 4,
    // What is being moved stays there however far one scrolls.
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range);
      return held < 0 || inSight.includes(held) ? inSight : [...inSight, held].sort((a, b) => a - b);
    },
  });
}

function useFollowed(follow: Props['follow'], ids: string[], list: Rows) {
  const latest = useRef({ ids, list });
  latest.current = { ids, list };
  useEffect(() => {
    if (!follow) return;
    const at = latest.current.ids.indexOf(follow.id);
    if (at < 0) return;
    latest.current.list.scrollToIndex(at, { align: 'auto' });
    const frame = requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>(`[data-room="${follow.id}"] .${row.menu} button`)?.focus(),
      ),
    );
    return () => cancelAnimationFrame(frame);
  }, [follow]);
}

function Head({ count, shown, onTickAll }: { count: number; shown: number; onTickAll: () => void }) {
  const { t } = useTranslation('rooms');
  const state = allState(count, shown);
  const heads = ['room', 'seats', 'state', 'moderators', 'where', 'enable'] as const;
  const place = {
    room: 'name',
    seats: 'seats',
    state: 'state',
    moderators: 'people',
    where: 'where',
    enable: 'enable',
  };
  return (
    <div {...ROLE.group} className={row.head}>
      <div {...ROLE.row} {...{ 'aria-rowindex': 1 }} className={row.heads}>
        <div {...ROLE.head} className={row.grip}>
          <span className="sr-only">{t('list.to')}</span>
        </div>
        <div {...ROLE.head} className={row.tick}>
          <label>
            <input
              type="checkbox"
              aria-label={t('list.all')}
              checked={state === 'all'}
              ref={(box) => {
                if (box) box.indeterminate = state === 'some';
              }}
              onChange={onTickAll}
            />
            <span className={row.all} aria-hidden="true">
              {t('list.all')}
            </span>
          </label>
        </div>
        {heads.map((head) => (
          <div key={head} {...ROLE.head} className={row[place[head]]}>
            {t(`list.${head}`)}
          </div>
        ))}
        <div {...ROLE.head} className={row.menu}>
          <span className="sr-only">{t('list.actions')}</span>
        </div>
      </div>
    </div>
  );
}
