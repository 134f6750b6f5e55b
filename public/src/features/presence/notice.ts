import type { TFunction } from 'i18next';
import type { Ban } from '../../api/live';
import { moment } from '../../i18n/format';
import { byOrganizer } from '../removal/removal';

/** "You were removed from Lobby until 14:30 by Ingrid Solberg. Reason: talking over others" */
export function removedNotice(t: TFunction, language: string, ban: Ban, now: Date): string {
  const place = ban.scope === 'room' ? (ban.room?.name ?? t('ended.this_room')) : t(`presence.${ban.scope}`);
  const by = byOrganizer(ban.by) ? t('people.organizer') : ban.by.name;
  const said = ban.ends_at
    ? t('presence.removed_until', { place, by, when: moment(language, new Date(ban.ends_at), now) })
    : t('presence.removed', { place, by });
  return ban.reason ? `${said} ${t('presence.reason', { reason: ban.reason })}` : said;
}
