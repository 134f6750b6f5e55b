import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { eventsQuery } from '../../../api/admin/events';
import { AdminPage, EmptyState, FailedState, LoadingRows } from '../shell';
import { Frame } from '../shell/Frame';
import { RequireOrganizer } from '../shell/RequireOrganizer';

/** /admin/events */
export default function EventsPage() {
  const { t } = useTranslation('admin');
  return (
    <RequireOrganizer>
      <Frame>
        <AdminPage title={t('nav.events')}>
          <List />
        </AdminPage>
      </Frame>
    </RequireOrganizer>
  );
}

function List() {
  const { t } = useTranslation('admin');
  const { data, error, refetch } = useQuery(eventsQuery);
  if (error && !data) return <FailedState error={error} retry={() => void refetch()} />;
  if (!data) return <LoadingRows />;
  if (data.length === 0) return <EmptyState title={t('events.empty')} text={t('events.empty_text')} />;
  return (
    <ul>
      {data.map((event) => (
        <li key={event.id}>
          <Link to="/admin/events/$event/rooms" params={{ event: event.id }}>
            {event.name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
