import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { bansQuery, liftBan } from '../../api/bans';
import type { Ban } from '../../api/live';
import { toasts } from '../../ui/toast/toasts';
import { callName } from './callName';

/** Lifts a ban and says so; a failure stays on the screen with another try. */
export function useLift(room: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useCallback(
    async function lift(ban: Ban, how: { restore?: boolean } = {}) {
      const name = callName(ban.person.name);
      try {
        await liftBan(ban.id, how);
        toasts.show({ text: t('removal.undone', { name }) });
      } catch {
        toasts.show({
          text: t('removal.undo_failed', { name }),
          tone: 'danger',
          action: { label: t('removal.try_again'), run: () => void lift(ban, how) },
        });
      }
      await queries.invalidateQueries({ queryKey: bansQuery(room).queryKey });
    },
    [t, queries, room],
  );
}
