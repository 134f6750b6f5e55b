import { useRoomContext } from '@livekit/components-react';
import {
  type Icon,
  IconHandOff,
  IconLock,
  IconLockOpen,
  IconMicrophoneOff,
  IconUserMinus,
  IconVideoOff,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRoomLive } from '../live/RoomLive';
import { lockOf, placeOf, TOOLS } from './logic';
import { useFloorActs } from './useFloorActs';

export interface Act {
  key: string;
  sign: Icon;
  label: string;
  hint?: string | undefined;
  /** Null for what cannot be done here; the hint says why. */
  run: (() => void) | null;
  danger?: boolean;
}

/** What a moderator can do to somebody, in the order of the menus. Removing comes last. */
export function usePersonActs(person: { id: string }, onRemove: () => void): Act[] {
  const { t } = useTranslation();
  const { room, floor } = useRoomLive();
  const acts = useFloorActs(room?.id ?? '');
  const there = useRoomContext().getParticipantByIdentity(person.id);
  const { id } = person;
  const list: Act[] = [];
  if (there?.isMicrophoneEnabled) {
    const hint = t('floor.mute_hint');
    list.push({
      key: 'mute',
      sign: IconMicrophoneOff,
      label: t('floor.mute'),
      hint,
      run: () => acts.mute('microphone', id),
    });
  }
  if (there?.isCameraEnabled) {
    const hint = t('floor.dark_hint');
    list.push({ key: 'dark', sign: IconVideoOff, label: t('floor.dark'), hint, run: () => acts.mute('camera', id) });
  }
  if (placeOf(floor, id)) {
    list.push({ key: 'hand', sign: IconHandOff, label: t('floor.lower'), run: () => acts.lower(id) });
  }
  for (const what of TOOLS) {
    const lock = lockOf(floor, id, what);
    list.push({
      key: what,
      sign: lock === null ? IconLock : IconLockOpen,
      label: t(`floor.${lock === null ? 'lock' : 'unlock'}.${what}`),
      hint: lock === 'all' ? t('floor.locked_all') : undefined,
      run: lock === 'all' ? null : () => acts.lock(what, id, lock === null),
    });
  }
  const hint = t('removal.menu_hint');
  list.push({ key: 'remove', sign: IconUserMinus, label: t('removal.menu'), hint, run: onRemove, danger: true });
  return list;
}
