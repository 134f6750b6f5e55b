import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Feature } from '../../../api/admin/features';
import { liveQuery, type Room, roomsQuery } from '../../../api/admin/rooms';
import { FirstWays } from '../imports';
import { EmptyState, FailedState, LoadingRows, useCan } from '../shell';
import { Asked, type Question } from './Asked';
import { type BulkAct, BulkBar } from './BulkBar';
import { isWhole, peopleIn, type View } from './filter';
import { placed, stepped } from './order';
import { RoomFilters } from './RoomFilters';
import { RoomList } from './RoomList';
import type { RowActs } from './RoomRow';
import styles from './Rooms.module.css';
import { chosen, NOTHING, tick, tickAll } from './selection';
import { useRoomActs } from './useRoomActs';
import { useView } from './useView';

interface Props {
  feature: Feature;
  view: View;
  onView: (part: Partial<View>) => void;
  onOpen: (room: string) => void;
  onNew: () => void;
}

const NONE: Room[] = [];

/** The rooms of one feature: found, sorted, ticked, changed. */
export function Rooms({ feature, view, onView, onOpen, onNew }: Props) {
  const { t } = useTranslation('rooms');
  const may = useCan('write');
  const list = useQuery(roomsQuery(feature.id));
  const live = useQuery(liveQuery(feature.id)).data;
  const rooms = list.data ?? NONE;
  const { now, stale, follow } = useView(rooms, view, live);
  const { change, move, download, order } = useRoomActs(feature.id);
  const [selection, setSelection] = useState(NOTHING);
  const [question, setQuestion] = useState<Question | null>(null);
  const [followed, setFollowed] = useState<{ id: string } | null>(null);
  const ids = useMemo(() => now.map(({ id }) => id), [now]);
  const picked = useMemo(() => chosen(selection, ids), [selection, ids]);
  const latest = useRef({ ids, live, rooms });
  useEffect(() => {
    latest.current = { ids, live, rooms };
  });
  // The same for as long as the list is there: a row is drawn anew only when something of its own changes.
  const acts = useMemo<RowActs>(
    () => ({
      onOpen: ({ id }) => onOpen(id),
      onTick: (id, range) => setSelection((was) => tick(was, latest.current.ids, id, range)),
      onEnable: (room, enabled) => {
        const inside = peopleIn(latest.current.live ?? new Map(), room.id);
        if (!enabled && inside > 0) setQuestion({ what: 'close', rooms: [room], inside });
        else void change([room.id], { enabled });
      },
      onStep: (room, by) => {
        const step = stepped(latest.current.ids, room.id, by);
        if (step) move(step);
        setFollowed({ id: room.id });
      },
      onPlace: (room) => setQuestion({ what: 'place', rooms: [room], inside: 0 }),
      onDelete: (room) =>
        setQuestion({ what: 'delete', rooms: [room], inside: peopleIn(latest.current.live ?? new Map(), room.id) }),
    }),
    [change, move, onOpen],
  );
  const bulk = (act: BulkAct) => {
    const some = now.filter(({ id }) => selection.ids.has(id));
    const inside = some.reduce((sum, room) => sum + peopleIn(live ?? new Map(), room.id), 0);
    const open = some.filter((room) => room.enabled);
    const insideOpen = open.reduce((sum, room) => sum + peopleIn(live ?? new Map(), room.id), 0);
    if (act === 'export') void download(picked, `${fileName(feature.name)}.csv`);
    else if (act === 'enable') void change(picked, { enabled: true });
    else if (act === 'disable' && insideOpen === 0) void change(picked, { enabled: false });
    else if (act === 'disable') setQuestion({ what: 'close', rooms: some, inside: insideOpen });
    else setQuestion({ what: act === 'move' ? 'place' : act, rooms: some, inside });
  };
  const place = useCallback(
    (some: Room[], to: number) => {
      const asked = placed(
        latest.current.ids,
        some.map(({ id }) => id),
        to,
      );
      if (asked) move(asked);
      if (some[0]) setFollowed({ id: some[0].id });
    },
    [move],
  );
  if (list.error && !list.data) return <FailedState error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <LoadingRows rows={8} />;
  if (rooms.length === 0) {
    return (
      <EmptyState title={t('list.empty')} text={t('list.empty_text')}>
        {may && (
          <FirstWays feature={feature.id}>
            <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={onNew}>
              {t('list.new')}
            </Button>
          </FirstWays>
        )}
      </EmptyState>
    );
  }
  const whole = isWhole(view);
  const clear = () => onView({ q: '', filters: [], sort: 'order' });
  return (
    <>
      <RoomFilters
        view={view}
        order={order}
        onSearch={(q) => onView({ q })}
        onFilters={(filters) => onView({ filters })}
        onSort={(sort) => onView({ sort })}
      />
      {!whole && (
        <div className={styles.note}>
          <span role="status">{t('list.found', { count: now.length })}</span>
          {stale && (
            <button type="button" onClick={follow}>
              {t('filters.stale')}
            </button>
          )}
          {may && <span>{t('list.order_fixed')}</span>}
          <button type="button" onClick={clear}>
            {t('list.order_all')}
          </button>
        </div>
      )}
      {now.length === 0 ? (
        <EmptyState title={t('list.none')} text={t('list.none_text')}>
          <Button onClick={clear}>{t('clear_all')}</Button>
        </EmptyState>
      ) : (
        <RoomList
          label={t('list.label', { name: feature.name })}
          rooms={now}
          live={live ?? EMPTY}
          selection={selection}
          movable={whole}
          may={may}
          acts={acts}
          onMove={move}
          onTickAll={() => setSelection((was) => tickAll(was, ids))}
          follow={followed}
        />
      )}
      {picked.length > 0 && (
        <BulkBar count={picked.length} may={may} movable={whole} onAct={bulk} onClear={() => setSelection(NOTHING)} />
      )}
      {question && (
        <Asked
          question={question}
          order={ids}
          change={change}
          onPlace={place}
          onDone={() => setSelection(NOTHING)}
          onClose={() => setQuestion(null)}
        />
      )}
    </>
  );
}

const EMPTY = new Map();

/** A name as part of a file's: what file systems do not take is a hyphen. */
const fileName = (name: string) => `rooms-${name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')}`;
