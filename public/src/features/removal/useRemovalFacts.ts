import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../api/client';
import type { Ban } from '../../api/live';
import { moment, timeLeft } from '../../i18n/format';
import { usePresence } from '../presence/PresenceProvider';
import { byOrganizer, coveredBy, mayReturn, removalOf } from './removal';
import { useNow } from './useNow';

export interface Fact {
  term: string;
  value: string;
}

/** What a removed person is told, counting down, from whatever source has said most. */
export function useRemovalFacts(room: string, { ban, error }: { ban?: Ban | null; error?: ApiError | null }) {
  const { t, i18n } = useTranslation();
  const known = usePresence(room, error ?? null);
  const record = ban ?? coveredBy(known.removal, error);
  const removal = removalOf({ ban: record, error: error ?? null });
  const lifted = known.lifted(removal);
  const now = useNow();
  const returning = mayReturn(removal, now, lifted);
  const { by, reason, until } = removal;

  const facts: Fact[] = [];
  if (by) {
    const value = byOrganizer(by) ? t('ended.by_organizer') : t('ended.by_moderator', { name: by.name });
    facts.push({ term: t('ended.by'), value });
  }
  if (reason) facts.push({ term: t('ended.reason'), value: reason });
  if (until && !returning) {
    const left = t('people.in', { left: timeLeft(i18n.language, (until - now) / 1000) });
    const when = moment(i18n.language, new Date(until), new Date(now));
    facts.push({ term: t('ended.until'), value: t('ended.until_when', { when, in: left }) });
  }
  return { facts, removal, returning };
}
