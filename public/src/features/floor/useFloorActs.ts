import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isCode } from '../../api/client';
import { lockRoom, lowerHand, type Muted, mute, raiseHand, setLock } from '../../api/floor';
import type { Tool } from '../../api/live';
import { toasts } from '../../ui/toast/toasts';

/** What one can do to the floor. The room's socket shows that it was done; only a failure is told here. */
export function useFloorActs(room: string) {
  const { t } = useTranslation();
  return useMemo(() => {
    const told = (call: Promise<unknown>) =>
      void call.catch((error: unknown) => {
        const known = isCode(error, 'forbidden', 'network');
        toasts.show({
          text: t(known ? `floor.failed.${error.code as 'network' | 'forbidden'}` : 'floor.failed.other'),
          tone: 'danger',
        });
      });
    return {
      raise: (raised: boolean) => told(raiseHand(room, raised)),
      lower: (person: string | null) => told(lowerHand(room, person)),
      lock: (what: Tool, person: string | null, locked: boolean) => told(setLock(room, what, person, locked)),
      lockRoom: (locked: boolean) => told(lockRoom(room, locked)),
      mute: (what: Muted, person: string | null) => told(mute(room, what, person)),
    };
  }, [room, t]);
}
