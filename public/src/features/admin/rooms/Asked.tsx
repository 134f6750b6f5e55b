import type { Room } from '../../../api/admin/rooms';
import { BulkGroups, BulkModerators } from './BulkDialogs';
import { CloseRooms } from './CloseRooms';
import { DeleteRooms } from './DeleteRooms';
import { PlaceRooms } from './PlaceRooms';
import type { Change } from './undo';

export interface Question {
  what: 'close' | 'delete' | 'place' | 'moderators' | 'groups';
  rooms: Room[];
  inside: number;
}

interface Props {
  question: Question;
  order: string[];
  change: (ids: readonly string[], change: Change) => Promise<boolean>;
  onPlace: (rooms: Room[], place: number) => void;
  /** They are not there any more: nothing is ticked. */
  onDone: () => void;
  onClose: () => void;
}

/** Whatever has to be asked before something is done to one room or many. */
export function Asked({ question: { what, rooms, inside }, order, change, onPlace, onDone, onClose }: Props) {
  const ids = rooms.map(({ id }) => id);
  const ask = (asked: Change) => change(ids, asked);
  const one = rooms.length === 1 ? (rooms[0]?.name ?? null) : null;
  switch (what) {
    case 'close':
      return (
        <CloseRooms
          name={one}
          inside={inside}
          onChoose={(now) => {
            void ask({ enabled: false, ...(now && { close_now: true }) });
            onClose();
          }}
          onClose={onClose}
        />
      );
    case 'delete':
      return (
        <DeleteRooms
          rooms={rooms}
          inside={inside}
          onDelete={() => ask({ delete: true }).then((done) => done && onDone())}
          onFinish={() => void ask({ enabled: false })}
          onClose={onClose}
        />
      );
    case 'place':
      return (
        <PlaceRooms
          count={order.length}
          place={order.indexOf(ids[0] ?? '') + 1}
          onPlace={(place) => onPlace(rooms, place)}
          onClose={onClose}
        />
      );
    case 'moderators':
      return <BulkModerators count={rooms.length} onChange={ask} onClose={onClose} />;
    case 'groups':
      return <BulkGroups count={rooms.length} onChange={ask} onClose={onClose} />;
  }
}
