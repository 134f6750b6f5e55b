import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../api/client';
import { serverNow } from '../../api/clock';
import { moment } from '../../i18n/format';
import { refusalOf } from './logic';

/** Title and sentence for a refusal of the server, in the person's language. */
export function useRefusalText(error: ApiError): { title: string; text: string } {
  const { t, i18n } = useTranslation();
  const refusal = refusalOf(error);
  const { reason, until, attendee_limit: limit } = error.problem;
  const title = t(`refused.${refusal}`);
  if (refusal === 'room_closed' && reason) return { title, text: t('refused.room_closed_reason', { reason }) };
  if (refusal === 'room_full') return { title, text: t('refused.room_full_text', { limit: limit ?? 13 }) };
  if (refusal === 'banned') {
    const when = until ? moment(i18n.language, new Date(until), new Date(serverNow())) : null;
    return { title, text: when ? t('refused.banned_until', { when }) : t('refused.banned_open') };
  }
  return { title, text: t(`refused.${refusal}_text`) };
}
