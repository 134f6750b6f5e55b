import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { eventsQuery } from '../../../api/admin/events';
import type { Event } from '../../../api/admin/types';
import { eventDates } from '../../../i18n/format';
import { Doorway } from '../../../ui/Doorway';
import { AdminPage, EmptyState, FailedState, LoadingRows, useOrganizer } from '../shell';
import { Frame } from '../shell/Frame';
import { RequireOrganizer } from '../shell/RequireOrganizer';
import styles from './Events.module.css';
import { NewEvent } from './NewEvent';

/** /admin/events */
export default function EventsPage() {
  return (
    <RequireOrganizer>
      <Frame>
        <Events />
      </Frame>
    </RequireOrganizer>
  );
}

function Events() {
  const { t } = useTranslation('admin');
  const { event, scopes } = useOrganizer();
  const { data, error, refetch } = useQuery(eventsQuery);
  const [making, setMaking] = useState(false);
  // A key of one event makes no others.
  const make = !event && scopes.includes('write') && (
    <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setMaking(true)}>
      {t('events.new')}
    </Button>
  );
  const empty = data?.length === 0;
  return (
    <AdminPage title={t('nav.events')} sub={t('events.sub')} actions={!empty && make}>
      {error && !data ? (
        <FailedState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows />
      ) : empty ? (
        <EmptyState title={t('events.empty')} text={t('events.empty_text')}>
          {make}
        </EmptyState>
      ) : (
        <ul className={styles.list}>
          {data.map((one) => (
            <Card key={one.id} event={one} />
          ))}
        </ul>
      )}
      {making && <NewEvent onClose={() => setMaking(false)} />}
    </AdminPage>
  );
}

function Card({ event }: { event: Event }) {
  const { i18n } = useTranslation();
  return (
    <li>
      <Link to="/admin/events/$event/rooms" params={{ event: event.id }} className={styles.card}>
        <Doorway id={event.id} name={event.name} size={44} />
        <span>
          <b dir="auto">{event.name}</b>
          <small>{eventDates(i18n.language, event.starts_at, event.ends_at, event.time_zone)}</small>
          <small>{event.time_zone}</small>
        </span>
      </Link>
    </li>
  );
}
