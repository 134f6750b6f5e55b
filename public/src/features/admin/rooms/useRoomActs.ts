import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adminFeaturesQuery } from '../../../api/admin/features';
import { changeRooms, exportRooms, liveQuery, type Room, roomsQuery, sortRooms } from '../../../api/admin/rooms';
import { saveFile } from '../../../ui/saveFile';
import { toasts } from '../../../ui/toast/toasts';
import { useEvent, useSaid } from '../shell';
import { inOrder, type Move, moved, movesBack } from './order';
import { type Change, changed, undoing } from './undo';

export type Saved = 'saving' | 'saved' | null;

/** What can be done to rooms of a list: shown at once, sent, and with a way back. */
export function useRoomActs(feature: string) {
  const { t } = useTranslation('rooms');
  const { said } = useSaid();
  const event = useEvent().id;
  const queries = useQueryClient();
  const [order, setOrder] = useState<Saved>(null);
  const acts = useMemo(() => {
    const { queryKey } = roomsQuery(feature);
    const rooms = () => queries.getQueryData<Room[]>(queryKey) ?? [];
    const put = (change: (rooms: Room[]) => Room[]) =>
      queries.setQueryData<Room[]>(queryKey, (was) => (was ? change(was) : was));
    const refresh = () => {
      void queries.invalidateQueries({ queryKey });
      void queries.invalidateQueries({ queryKey: liveQuery(feature).queryKey });
      void queries.invalidateQueries({ queryKey: adminFeaturesQuery(event).queryKey });
    };
    const fail = (error: unknown) => {
      toasts.show({ text: t('bulk.failed', { why: said(error) }), tone: 'danger' });
      refresh();
    };
    const undo = (back: () => Promise<unknown>) => ({
      label: t('bulk.undo'),
      run: () =>
        void back().then(() => {
          toasts.show({ text: t('bulk.undone') });
          refresh();
        }, fail),
    });

    /** The same change of some rooms; true when it was done. */
    async function change(ids: readonly string[], asked: Change): Promise<boolean> {
      const named = new Set(ids);
      const before = rooms().filter(({ id }) => named.has(id));
      await queries.cancelQueries({ queryKey });
      put((was) =>
        asked.delete
          ? was.filter(({ id }) => !named.has(id))
          : was.map((room) => (named.has(room.id) ? changed(room, asked) : room)),
      );
      try {
        const { data, skipped } = await changeRooms(feature, { rooms: [...ids], ...asked });
        const answered = new Map(data.map((room) => [room.id, room]));
        if (!asked.delete) put((was) => was.map((room) => answered.get(room.id) ?? room));
        const done = before.filter(({ id }) => answered.has(id));
        const text = [t(`bulk.${wordOf(asked)}`, { count: done.length })];
        if (skipped.length > 0) text.push(t('bulk.skipped', { count: skipped.length }));
        const back = async () => {
          for (const batch of undoing(done, asked)) await changeRooms(feature, batch);
        };
        toasts.show({ text: text.join(' '), action: undo(back) });
        refresh();
        return true;
      } catch (error) {
        fail(error);
        return false;
      }
    }

    // One after the other: the server puts them in the order they were asked for.
    let line: Promise<unknown> = Promise.resolve();
    let waiting = 0;
    const send = (moves: Move[]) => {
      waiting++;
      setOrder('saving');
      const sent = line.then(async () => {
        let ids: string[] = [];
        for (const { ids: these, before } of moves) ids = (await sortRooms(feature, these, before)).data;
        return ids;
      });
      line = sent.then(
        (ids) => {
          waiting--;
          // Another move may have been made meanwhile: its answer will know of both.
          if (waiting > 0) return;
          put((was) => inOrder(was, ids));
          setOrder('saved');
        },
        (error) => {
          waiting--;
          setOrder(null);
          toasts.show({ text: t('list.order_failed', { why: said(error) }), tone: 'danger' });
          refresh();
        },
      );
      return line;
    };

    function move(asked: Move) {
      const before = rooms().map(({ id }) => id);
      const after = moved(before, asked);
      void queries.cancelQueries({ queryKey });
      put((was) => inOrder(was, after));
      const [first] = asked.ids;
      const room = rooms().find(({ id }) => id === first);
      const place = { place: after.indexOf(first ?? '') + 1, count: after.length };
      const back = async () => {
        put((was) => inOrder(was, before));
        await send(movesBack(before, asked.ids));
      };
      toasts.show({
        text:
          asked.ids.length === 1
            ? t('list.moved', { name: room?.name ?? '', ...place })
            : t('bulk.changed', { count: asked.ids.length }),
        action: undo(back),
      });
      void send([asked]);
    }

    async function download(ids: string[], name: string) {
      try {
        saveFile(name, await exportRooms(feature, ids));
        toasts.show({ text: t('bulk.exported') });
      } catch (error) {
        fail(error);
      }
    }
    return { change, move, download, refresh };
  }, [feature, event, queries, t, said]);
  return { ...acts, order };
}

function wordOf(asked: Change) {
  if (asked.delete) return 'deleted' as const;
  if (asked.enabled === undefined) return 'changed' as const;
  return asked.enabled ? ('enabled' as const) : ('disabled' as const);
}
