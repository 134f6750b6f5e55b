import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { foundAttendeesQuery } from '../../../api/admin/attendees';
import { allItemsQuery, type Room, type RoomFields } from '../../../api/admin/rooms';
import type { Group } from '../../../api/admin/types';
import { type ConflictField, useEvent } from '../shell';
import type { Someone } from './PeoplePicker';

/** How each field of a room is told to people, when two have changed it. */
export function useRoomRows(groups: Group[], room: Room, people: Someone[]): ConflictField<RoomFields>[] {
  const { t } = useTranslation('rooms');
  const event = useEvent();
  const items = useQuery(allItemsQuery(event.id)).data ?? [];
  // Whom somebody else has named may be nobody this page has met.
  const met = useQuery({ ...foundAttendeesQuery(event.id, ''), enabled: false }).data ?? [];
  const named = (ids: string[], ...known: { id: string; name: string }[][]) =>
    ids.map((id) => known.flat().find((one) => one.id === id)?.name ?? id).join(', ');
  const text = (name: 'name' | 'description' | 'icon' | 'image' | 'closed_reason', label: string) => ({
    name,
    label,
    show: (of: RoomFields) => of[name] ?? '',
  });
  return [
    text('name', t('room.name')),
    text('description', t('room.description')),
    text('icon', t('room.icon')),
    text('image', t('room.image')),
    { name: 'enabled', label: t('room.enabled'), show: (of) => t(of.enabled ? 'room.yes' : 'room.no') },
    text('closed_reason', t('room.reason')),
    {
      name: 'moderators',
      label: t('room.moderators'),
      show: (of) => named(of.moderators, people, room.moderators, met),
    },
    { name: 'items', label: t('room.links'), show: (of) => named(of.items, items, room.links) },
    { name: 'groups', label: t('room.groups'), show: (of) => named(of.groups, groups) },
    { name: 'attendee_limit', label: t('room.seats'), show: (of) => String(of.attendee_limit) },
    { name: 'moderator_limit', label: t('room.moderator_seats'), show: (of) => String(of.moderator_limit) },
  ];
}
