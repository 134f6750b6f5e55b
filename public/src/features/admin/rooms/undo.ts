import type { Room, RoomBatch } from '../../../api/admin/rooms';

/** What a batch asks for, without its rooms. */
export type Change = Omit<RoomBatch, 'rooms'>;

/** The batches that make the rooms what they were before a change. Rooms that did not change are left alone. */
export function undoing(before: readonly Room[], change: Change): RoomBatch[] {
  if (change.delete) return [{ rooms: ids(before), restore: true }];
  return [
    ...undoEnabled(before, change),
    ...undoGroups(before, change),
    ...undoModerators(before, change.add_moderators ?? [], change.remove_moderators ?? []),
  ].filter(({ rooms }) => rooms.length > 0);
}

function undoEnabled(before: readonly Room[], { enabled }: Change): RoomBatch[] {
  if (enabled === undefined) return [];
  return [{ rooms: ids(before.filter((room) => room.enabled !== enabled)), enabled: !enabled }];
}

/** One batch for all rooms that had the same groups. */
function undoGroups(before: readonly Room[], { groups }: Change): RoomBatch[] {
  if (groups === undefined) return [];
  const alike = new Map<string, Room[]>();
  for (const room of before) alike.set(key(room.groups), [...(alike.get(key(room.groups)) ?? []), room]);
  alike.delete(key(groups));
  return [...alike.values()].map((rooms) => ({ rooms: ids(rooms), groups: rooms[0]?.groups ?? [] }));
}

function undoModerators(before: readonly Room[], added: string[], removed: string[]): RoomBatch[] {
  const had = (room: Room, person: string) => room.moderators.some(({ id }) => id === person);
  return [
    ...added.map((person) => ({
      rooms: ids(before.filter((room) => !had(room, person))),
      remove_moderators: [person],
    })),
    ...removed.map((person) => ({ rooms: ids(before.filter((room) => had(room, person))), add_moderators: [person] })),
  ];
}

const key = (groups: readonly string[]) => [...groups].sort().join();

const ids = (rooms: readonly Room[]) => rooms.map(({ id }) => id);

/** How a room looks as soon as somebody asks for a change: before the server has answered. */
export function changed(room: Room, { enabled, groups }: Change): Room {
  return {
    ...room,
    ...(enabled !== undefined && { enabled }),
    ...(groups !== undefined && { groups }),
  };
}
