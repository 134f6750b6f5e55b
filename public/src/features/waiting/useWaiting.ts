import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/client';
import { stopWaiting, waitFor } from '../../api/waiting';
import { toasts } from '../../ui/toast/toasts';
import { waitFailure } from './logic';

/** Gets in line for a room, and out of it. What came of it the card shows; a failure is told. */
export function useWaiting(room: string, name: string) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const doing = useCallback(
    async (call: () => Promise<unknown>): Promise<boolean> => {
      setBusy(true);
      try {
        await call();
        return true;
      } catch (error) {
        const code = error instanceof ApiError ? error.code : 'unknown';
        toasts.show({ text: t(`waiting.${waitFailure(code)}`, { room: name }), tone: 'danger' });
        return false;
      } finally {
        setBusy(false);
      }
    },
    [t, name],
  );
  return {
    busy,
    wait: useCallback(() => doing(() => waitFor(room)), [doing, room]),
    leave: useCallback(() => doing(() => stopWaiting(room)), [doing, room]),
  };
}
