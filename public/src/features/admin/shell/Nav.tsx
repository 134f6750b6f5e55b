import {
  IconBuildingCommunity,
  IconChartBar,
  IconDoor,
  IconHistory,
  IconKey,
  IconLink,
  IconLogout,
  IconSettings,
  IconUsers,
  IconUsersGroup,
  IconUserX,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { signOut } from '../../../api/admin/organizer';
import type { Scope } from '../../../api/admin/types';
import { Brand } from '../../../ui/Brand';
import { TopTools } from '../../account/TopTools';
import { EventSwitcher } from './EventSwitcher';
import styles from './Nav.module.css';
import { useOrganizer } from './RequireOrganizer';

const PAGES = [
  { page: 'rooms', Sign: IconDoor, scope: null },
  { page: 'attendees', Sign: IconUsers, scope: 'people' },
  { page: 'groups', Sign: IconUsersGroup, scope: null },
  { page: 'items', Sign: IconLink, scope: null },
  { page: 'reports', Sign: IconChartBar, scope: 'reports' },
  { page: 'bans', Sign: IconUserX, scope: 'moderate' },
  { page: 'audit', Sign: IconHistory, scope: 'admin' },
] as const;
const FOOT = [
  { page: 'keys', Sign: IconKey, scope: 'admin' },
  { page: 'settings', Sign: IconSettings, scope: null },
] as const;

type Entry = { page: (typeof PAGES | typeof FOOT)[number]['page']; Sign: typeof IconDoor; scope: Scope | null };

/** Brand, event, its pages; at the foot what is needed less, and the way out. */
export function Nav({ event }: { event?: string }) {
  const { t } = useTranslation('admin');
  const { t: common } = useTranslation();
  return (
    <div className={styles.nav}>
      <Link to="/admin/events" className={styles.brand} aria-label={t('nav.home')}>
        <Brand name={common('app.name')} />
      </Link>
      {event && <EventSwitcher event={event} />}
      <nav aria-label={t('nav.label')} className={styles.links}>
        {event ? (
          <Entries event={event} entries={PAGES} />
        ) : (
          <Link to="/admin/events" className={styles.link}>
            <IconBuildingCommunity size={18} stroke={1.75} aria-hidden="true" />
            <span className={styles.word}>{t('nav.events')}</span>
          </Link>
        )}
      </nav>
      <div className={styles.foot}>
        {event && (
          <nav aria-label={t('nav.more')} className={styles.links}>
            <Entries event={event} entries={FOOT} />
          </nav>
        )}
        <SignOut />
        <div className={styles.tools}>
          <TopTools />
        </div>
      </div>
    </div>
  );
}

function Entries({ event, entries }: { event: string; entries: readonly Entry[] }) {
  const { t } = useTranslation('admin');
  const { scopes } = useOrganizer();
  return entries
    .filter(({ scope }) => !scope || scopes.includes(scope))
    .map(({ page, Sign }) => (
      <Link key={page} to={`/admin/events/$event/${page}`} params={{ event }} className={styles.link}>
        <Sign size={18} stroke={1.75} aria-hidden="true" />
        <span className={styles.word}>{t(`nav.${page}`)}</span>
      </Link>
    ));
}

function SignOut() {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const leave = async () => {
    await signOut().catch(() => undefined);
    // Whatever the server said, nothing of this organizer stays on the screen; the next look decides.
    queries.clear();
    location.assign('/admin/signin');
  };
  return (
    <button type="button" className={styles.link} onClick={() => void leave()}>
      <IconLogout className="flip" size={18} stroke={1.75} aria-hidden="true" />
      <span className={styles.word}>{t('nav.sign_out')}</span>
    </button>
  );
}
