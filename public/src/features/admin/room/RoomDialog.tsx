import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Feature } from '../../../api/admin/features';
import { groupsQuery } from '../../../api/admin/groups';
import type { Tagged } from '../../../api/admin/http';
import { changeRoom, liveQuery, makeRoom, type Room, type RoomFields, roomQuery } from '../../../api/admin/rooms';
import { toasts } from '../../../ui/toast/toasts';
import { ClearRehearsal } from '../keeping/ClearRehearsal';
import { ReportRow } from '../reports/ReportRow';
import { CloseRooms } from '../rooms/CloseRooms';
import { DeleteRooms } from '../rooms/DeleteRooms';
import { peopleIn } from '../rooms/filter';
import { useRoomActs } from '../rooms/useRoomActs';
import {
  changedFields,
  Dialog,
  FailedState,
  LoadingRows,
  useCan,
  useEvent,
  useOnce,
  useRefusal,
  useSave,
} from '../shell';
import { DangerZone } from './DangerZone';
import type { Someone } from './PeoplePicker';
import { RoomForm, useRoomForm } from './RoomForm';
import { useRoomRows } from './useRoomRows';
import { bodyOf, inFields, NEW_ROOM, valuesOf } from './values';

interface Props {
  feature: Feature;
  /** `room_…`, or `new`. */
  room: string;
  onClose: () => void;
}

const WIDE = 880;

/** A room to make or to change. */
export function RoomDialog({ feature, room, onClose }: Props) {
  return room === 'new' ? (
    <MakeRoom feature={feature} onClose={onClose} />
  ) : (
    <LoadRoom feature={feature} room={room} onClose={onClose} />
  );
}

/** The groups a room can be limited to: its feature's, where that is limited. */
function useGroups(feature: Feature) {
  const event = useEvent();
  const groups = useQuery(groupsQuery(event.id)).data ?? [];
  return feature.groups.length > 0 ? groups.filter(({ id }) => feature.groups.includes(id)) : groups;
}

function MakeRoom({ feature, onClose }: Omit<Props, 'room'>) {
  const { t } = useTranslation('rooms');
  const once = useOnce();
  const { refresh } = useRoomActs(feature.id);
  const groups = useGroups(feature);
  const [people, setPeople] = useState<Someone[]>([]);
  const form = useRoomForm(NEW_ROOM);
  const making = useMutation({
    mutationFn: () => makeRoom(feature.id, bodyOf(form.values), once),
    onSuccess: ({ name }) => {
      refresh();
      toasts.show({ text: t('room.made', { name }) });
      onClose();
    },
  });
  return (
    <Dialog
      title={t('room.new')}
      lead={t('room.in', { feature: feature.name })}
      size={WIDE}
      action={t('room.save')}
      busy={making.isPending}
      dirty={form.isDirty()}
      failed={useRefusal(making.error, form)}
      onSubmit={form.onSubmit(
        () => making.mutate(),
        (errors) => form.getInputNode(Object.keys(errors)[0] ?? '')?.focus(),
      )}
      onClose={onClose}
    >
      <RoomForm form={form} id={once} groups={groups} links={[]} people={people} onPeople={setPeople} attendees={0} />
    </Dialog>
  );
}

function LoadRoom({ feature, room, onClose }: Props) {
  const { t } = useTranslation('rooms');
  const { data, error, refetch } = useQuery(roomQuery(room));
  if (data) return <EditRoom feature={feature} tagged={data} onClose={onClose} />;
  return (
    <Dialog title={t('list.edit')} size={WIDE} onClose={onClose}>
      {error ? <FailedState error={error} retry={() => void refetch()} /> : <LoadingRows rows={4} />}
    </Dialog>
  );
}

interface EditProps {
  feature: Feature;
  tagged: Tagged<Room>;
  onClose: () => void;
}

function EditRoom({ feature, tagged: { value: room, etag }, onClose }: EditProps) {
  const { t } = useTranslation('rooms');
  const may = useCan('write');
  const queries = useQueryClient();
  const groups = useGroups(feature);
  const { change, refresh } = useRoomActs(feature.id);
  const live = useQuery(liveQuery(feature.id)).data;
  const inside = live ? peopleIn(live, room.id) : 0;
  const [people, setPeople] = useState<Someone[]>(room.moderators);
  const [asking, setAsking] = useState<'close' | 'delete' | null>(null);
  const closeNow = useRef(false);
  const form = useRoomForm(valuesOf(room));
  const rows = useRoomRows(groups, room, people);
  const { save, busy, failed, dialog } = useSave<RoomFields>({
    was: bodyOf(valuesOf(room)),
    fields: rows,
    write: async (body, mark) => {
      const now = body.enabled === false && closeNow.current && { close_now: true };
      try {
        const saved = await changeRoom(room.id, { ...body, ...now }, mark);
        return { value: bodyOf(valuesOf(saved.value)), etag: saved.etag };
      } catch (error) {
        throw inFields(error);
      }
    },
    onSaved: ({ value: { name } }) => {
      refresh();
      void queries.invalidateQueries({ queryKey: roomQuery(room.id).queryKey });
      toasts.show({ text: t('room.saved', { name }) });
      onClose();
    },
  });
  const send = () => {
    const body = changedFields(bodyOf(valuesOf(room)), bodyOf(form.values));
    if (Object.keys(body).length > 0) save(body, etag);
    else onClose();
  };
  const submit = form.onSubmit(
    (values) => {
      if (room.enabled && !values.enabled && inside > 0) setAsking('close');
      else send();
    },
    (errors) => form.getInputNode(Object.keys(errors)[0] ?? '')?.focus(),
  );
  const lead =
    inside > 0
      ? t('room.in_inside', { feature: feature.name, people: t('inside', { count: inside }) })
      : t('room.in', { feature: feature.name });
  return (
    <Dialog
      title={room.name}
      lead={lead}
      size={WIDE}
      {...(may && { action: t('room.save') })}
      busy={busy}
      dirty={may && form.isDirty()}
      failed={useRefusal(failed, form)}
      onSubmit={submit}
      onClose={onClose}
    >
      <RoomForm
        form={form}
        id={room.id}
        groups={groups}
        links={room.links}
        people={people}
        onPeople={setPeople}
        attendees={live?.get(room.id)?.attendees ?? 0}
      >
        <ReportRow whole={{ room: room.id }} />
        {may && <ClearRehearsal whole={{ room: room.id }} name={room.name} />}
        {may && (
          <DangerZone
            title={t('room.danger')}
            text={inside > 0 ? t('delete.inside', { count: inside }) : t('room.danger_text')}
            action={t('list.delete')}
            onDelete={() => setAsking('delete')}
          />
        )}
      </RoomForm>
      {asking === 'close' && (
        <CloseRooms
          name={room.name}
          inside={inside}
          onChoose={(now) => {
            closeNow.current = now;
            setAsking(null);
            send();
          }}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'delete' && (
        <DeleteRooms
          rooms={[room]}
          inside={inside}
          onDelete={() => change([room.id], { delete: true }).then((done) => done && onClose())}
          onFinish={() => void change([room.id], { enabled: false }).then(onClose)}
          onClose={() => setAsking(null)}
        />
      )}
      {dialog}
    </Dialog>
  );
}
