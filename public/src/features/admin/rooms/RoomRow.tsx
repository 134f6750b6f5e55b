import { useSortable } from '@dnd-kit/sortable';
import {
  IconArmchair,
  IconArrowDown,
  IconArrowsSort,
  IconArrowUp,
  IconDoor,
  IconDots,
  IconGripVertical,
  IconLock,
  IconPencil,
  IconShieldOff,
  IconTrash,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Link, Room } from '../../../api/admin/rooms';
import { Cover } from '../../../ui/Cover';
import { Doorway } from '../../../ui/Doorway';
import { Seats } from '../../../ui/Seats';
import { Tag } from '../../../ui/Tag';
import { KIND_SIGN } from '../room/kinds';
import { RowMenu } from '../shell';
import styles from './Row.module.css';

// Written out: a real table's rows cannot be left out and placed.
const ROW = { role: 'row' } as const;
const CELL = { role: 'cell' } as const;

export interface RowActs {
  onOpen: (room: Room) => void;
  onTick: (id: string, range: boolean) => void;
  onEnable: (room: Room, enabled: boolean) => void;
  onStep: (room: Room, by: -1 | 1) => void;
  onPlace: (room: Room) => void;
  onDelete: (room: Room) => void;
}

interface Props {
  room: Room;
  attendees: number;
  moderators: number;
  ticked: boolean;
  /** Rooms are in their own order and all there: this one can be moved. */
  movable: boolean;
  /** The key may change rooms. */
  may: boolean;
  at: number;
  top: number;
  measure: (row: HTMLElement | null) => void;
  acts: RowActs;
}

interface Words {
  t: TFunction<'rooms'>;
}

/** A row of the table; on a phone a card. Whoever counts changes only numbers in it. */
export const RoomRow = memo(function RoomRow({ room, at, top, measure, acts, movable, may, ticked, ...count }: Props) {
  const { t } = useTranslation('rooms');
  const sortable = useSortable({ id: room.id, disabled: !movable });
  const { transform, isDragging } = sortable;
  const style = {
    insetBlockStart: top,
    ...(transform && { transform: `translateY(${transform.y}px)` }),
    ...(sortable.transition && { transition: sortable.transition }),
  };
  const { name } = room;
  return (
    <div
      {...ROW}
      {...{ 'aria-rowindex': at + 2 }}
      data-index={at}
      data-room={room.id}
      data-ticked={ticked || undefined}
      data-dragging={isDragging || undefined}
      className={styles.row}
      style={style}
      ref={(row) => {
        sortable.setNodeRef(row);
        measure(row);
      }}
    >
      <div {...CELL} className={styles.grip}>
        {may && (
          <button
            type="button"
            {...sortable.attributes}
            {...sortable.listeners}
            aria-label={t('list.grip', { name })}
            aria-disabled={!movable}
          >
            <IconGripVertical size={18} stroke={1.75} aria-hidden="true" />
          </button>
        )}
      </div>
      <div {...CELL} className={styles.tick}>
        <label>
          <input
            type="checkbox"
            aria-label={t('list.select', { name })}
            checked={ticked}
            onChange={(event) => acts.onTick(room.id, (event.nativeEvent as MouseEvent).shiftKey === true)}
          />
        </label>
      </div>
      <div {...CELL} className={styles.name}>
        <span className={styles.cover}>
          <Cover id={room.id} image={room.image ?? null} icon={room.icon ?? null} dimmed={!room.enabled} />
        </span>
        <div>
          <button type="button" onClick={() => acts.onOpen(room)} dir="auto">
            {name}
          </button>
          {room.description && <small dir="auto">{room.description}</small>}
        </div>
      </div>
      <SeatsCell t={t} room={room} {...count} />
      <div {...CELL} className={styles.state}>
        <State t={t} room={room} {...count} />
      </div>
      <div {...CELL} className={styles.people}>
        {room.moderators.length > 0 && (
          <span className="sr-only">{room.moderators.map((one) => one.name).join(', ')}</span>
        )}
        {room.moderators.map((one) => (
          <Doorway key={one.id} id={one.id} name={one.name} image={one.avatar ?? null} size={28} />
        ))}
        {room.moderators.length === 0 && <span className={styles.muted}>{t('list.nobody')}</span>}
      </div>
      <div {...CELL} className={styles.where}>
        <Where t={t} links={room.links} />
      </div>
      <div {...CELL} className={styles.enable}>
        <label>
          <span aria-hidden="true">{t('list.enable')}</span>
          <input
            type="checkbox"
            role="switch"
            aria-label={t('list.enable_of', { name })}
            checked={room.enabled}
            aria-checked={room.enabled}
            disabled={!may}
            onChange={(event) => acts.onEnable(room, event.currentTarget.checked)}
          />
        </label>
      </div>
      <div {...CELL} className={styles.menu}>
        {may && <Actions t={t} room={room} movable={movable} acts={acts} />}
      </div>
    </div>
  );
});

function SeatsCell({ t, room, attendees, moderators }: Words & Pick<Props, 'room' | 'attendees' | 'moderators'>) {
  return (
    <div {...CELL} className={styles.seats}>
      <Seats taken={attendees} limit={room.attendee_limit} extra={{ taken: moderators, limit: room.moderator_limit }} />
      <b>{t('of', { taken: attendees, limit: room.attendee_limit })}</b>
    </div>
  );
}

function State({ t, room, attendees, moderators }: Words & Pick<Props, 'room' | 'attendees' | 'moderators'>) {
  if (!room.enabled) {
    const closing = attendees + moderators > 0;
    return <Tag icon={IconLock}>{t(closing ? 'list.closing' : 'list.closed')}</Tag>;
  }
  if (attendees >= room.attendee_limit) {
    return (
      <Tag icon={IconArmchair} tone="warn">
        {t('list.full')}
      </Tag>
    );
  }
  if (attendees > 0 && moderators === 0 && room.moderators.length === 0) {
    return (
      <Tag icon={IconShieldOff} tone="danger">
        {t('list.unmoderated')}
      </Tag>
    );
  }
  return (
    <Tag icon={IconDoor} tone="ok">
      {t('list.open')}
    </Tag>
  );
}

function Where({ t, links }: Words & { links: Link[] }) {
  const [first] = links;
  if (!first) return <span className={styles.muted}>{t('list.in_list')}</span>;
  const words = links.length > 1 ? t('list.linked_more', { name: first.name, count: links.length - 1 }) : first.name;
  return (
    <Tag icon={KIND_SIGN[first.kind]}>
      <bdi className={styles.link} title={links.map(({ name }) => name).join(', ')}>
        {words}
      </bdi>
    </Tag>
  );
}

/** A whole menu for each row is what makes a list slow: this one is there from the first time it is asked for. */
function Actions({ t, room, movable, acts }: Words & Pick<Props, 'room' | 'movable' | 'acts'>) {
  const [asked, setAsked] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!asked) return;
    const button = place.current?.querySelector('button');
    button?.focus();
    button?.click();
  }, [asked]);
  const label = t('list.actions_of', { name: room.name });
  return (
    <span ref={place}>
      {asked ? (
        <RowMenu
          label={label}
          actions={[
            { label: t('list.edit'), Sign: IconPencil, run: () => acts.onOpen(room) },
            movable && { label: t('list.up'), Sign: IconArrowUp, run: () => acts.onStep(room, -1) },
            movable && { label: t('list.down'), Sign: IconArrowDown, run: () => acts.onStep(room, 1) },
            movable && { label: t('list.to'), Sign: IconArrowsSort, run: () => acts.onPlace(room) },
            { label: t('list.delete'), Sign: IconTrash, run: () => acts.onDelete(room), danger: true },
          ]}
        />
      ) : (
        <button
          type="button"
          className={styles.dots}
          aria-label={label}
          aria-haspopup="menu"
          aria-expanded={false}
          onClick={() => setAsked(true)}
        >
          <IconDots size={20} stroke={1.75} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
