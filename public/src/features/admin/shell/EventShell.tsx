import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { eventQuery } from '../../../api/admin/events';
import { AdminPage } from './AdminPage';
import { EventContext } from './event';
import { Frame } from './Frame';
import { RequireOrganizer } from './RequireOrganizer';
import { FailedState, LoadingRows } from './states';

/** Everything about one event: its navigation, and the page below. */
export default function EventShell() {
  const { event } = useParams({ from: '/admin/events/$event' });
  return (
    <RequireOrganizer>
      <Frame key={event} event={event}>
        <OfEvent event={event} />
      </Frame>
    </RequireOrganizer>
  );
}

function OfEvent({ event }: { event: string }) {
  const { t } = useTranslation('admin');
  const { data, error, refetch } = useQuery(eventQuery(event));
  if (data) {
    return (
      <EventContext value={data}>
        <Outlet />
      </EventContext>
    );
  }
  return (
    <AdminPage title={t('event.one')}>
      {error ? <FailedState error={error} retry={() => void refetch()} /> : <LoadingRows />}
    </AdminPage>
  );
}
