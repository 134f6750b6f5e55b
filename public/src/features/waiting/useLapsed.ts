import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Named } from '../../api/live';
import { waitFor } from '../../api/waiting';
import { toasts } from '../../ui/toast/toasts';
import { usePresenceItself } from '../presence/PresenceProvider';

/** A seat was kept in vain: said with the way back into the line. */
export function useLapsed() {
  const { t } = useTranslation();
  const presence = usePresenceItself();
  useEffect(
    () =>
      presence.onLapsed((room: Named) => {
        const again = () =>
          void waitFor(room.id).catch(() =>
            toasts.show({ text: t('waiting.failed', { room: room.name }), tone: 'danger' }),
          );
        const text = t('waiting.lapsed', { room: room.name });
        toasts.show({ text, action: { label: t('waiting.again'), run: again }, lasts: 15_000 });
      }),
    [presence, t],
  );
}
