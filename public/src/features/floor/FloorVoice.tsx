import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toasts } from '../../ui/toast/toasts';
import { useMe } from '../account/RequireMe';
import { useRoomLive } from '../live/RoomLive';
import { isLocked } from '../stage/logic';
import { lockNews, newHands } from './logic';

interface Props {
  /** A device that is locked is off, and stays off when the lock ends. */
  onLocked: (device: 'microphone' | 'camera') => void;
}

/** Tells what changed on the floor: hands to those who do not see them, locks to whom they are for. */
export default function FloorVoice({ onLocked }: Props) {
  const { t } = useTranslation();
  const { floor, people, room } = useRoomLive();
  const me = useMe().person.id;
  const moderates = room?.moderated_by_me ?? false;
  const [said, setSaid] = useState('');
  const before = useRef(floor);
  const names = useRef(people);
  names.current = people;

  useEffect(() => {
    const up = newHands(before.current, floor).filter((person) => person !== me);
    const news = lockNews(before.current, floor, me);
    before.current = floor;
    const name = names.current.find(({ id }) => id === up.at(-1))?.name;
    if (name) setSaid(t('floor.raised', { name }));
    if (moderates) return;
    for (const what of news.locked) toasts.show({ text: t(`floor.now_locked.${what}`) });
    for (const what of news.open) toasts.show({ text: t(`floor.now_open.${what}`) });
    for (const device of ['microphone', 'camera'] as const) if (isLocked(floor, me, device)) onLocked(device);
  }, [floor, me, moderates, onLocked, t]);
  return (
    <p className="sr-only" role="status">
      {said}
    </p>
  );
}
