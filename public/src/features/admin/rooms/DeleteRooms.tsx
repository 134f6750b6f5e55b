import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Room } from '../../../api/admin/rooms';
import { Confirm } from '../shell';
import { Choice } from './Choice';

interface Props {
  rooms: Room[];
  inside: number;
  /** Resolves when they are gone. */
  onDelete: () => Promise<unknown>;
  /** Closed instead, so that who is inside can finish. */
  onFinish: () => void;
  onClose: () => void;
}

/** Deleting asks; with people inside it asks how, and for the name of the room to be typed. */
export function DeleteRooms({ rooms, inside, onDelete, onFinish, onClose }: Props) {
  const { t } = useTranslation('rooms');
  const [now, setNow] = useState(inside === 0);
  const [only] = rooms;
  const title =
    rooms.length === 1 ? t('delete.title', { name: only?.name ?? '' }) : t('delete.many', { count: rooms.length });
  if (now) {
    return (
      <Confirm
        title={title}
        text={inside > 0 ? t('delete.inside', { count: inside }) : t('delete.text')}
        action={t('delete.action')}
        type={inside > 0 && rooms.length === 1 ? (only?.name ?? null) : null}
        onConfirm={onDelete}
        onClose={onClose}
      />
    );
  }
  return (
    <Choice
      title={title}
      text={t('delete.inside', { count: inside })}
      action={t('delete.go')}
      options={[
        { value: 'finish', label: t('delete.finish'), text: t('delete.finish_text') },
        { value: 'now', label: t('delete.now'), text: t('delete.now_text') },
      ]}
      onChoose={(value) => {
        if (value === 'now') return setNow(true);
        onFinish();
        onClose();
      }}
      onClose={onClose}
    />
  );
}
