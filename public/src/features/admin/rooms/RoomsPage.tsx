import { Button } from '@mantine/core';
import { IconPlus, IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adminFeaturesQuery, type Feature } from '../../../api/admin/features';
import { liveQuery, roomsQuery } from '../../../api/admin/rooms';
import { AddFeature } from '../features/AddFeature';
import { FeatureTabs } from '../features/FeatureTabs';
import { RoomFiles } from '../imports';
import { RoomDialog } from '../room/RoomDialog';
import { AdminPage, EmptyState, FailedState, LoadingRows, useCan, useEvent, useUrl, word } from '../shell';
import { readFilters, readSort, type View } from './filter';
import { Rooms } from './Rooms';

const parse = (raw: Record<string, unknown>) => ({
  feature: word(raw.feature),
  q: word(raw.q),
  filter: word(raw.filter),
  sort: word(raw.sort),
  room: word(raw.room),
});

/** /admin/events/$event/rooms?feature&q&filter&sort&room */
export default function RoomsPage() {
  const { t } = useTranslation('rooms');
  const event = useEvent();
  const may = useCan('write');
  const [url, setUrl] = useUrl(parse);
  const [adding, setAdding] = useState(false);
  const features = useQuery(adminFeaturesQuery(event.id));
  const all = features.data ?? [];
  const feature = all.find(({ id }) => id === url.feature) ?? all[0];
  // Typed letters are shown before the address has followed.
  const [typed, setTyped] = useState(url.q ?? '');
  const { filter, sort } = url;
  const view = useMemo<View>(
    () => ({ q: typed, filters: readFilters(filter), sort: readSort(sort) }),
    [typed, filter, sort],
  );
  const onView = useCallback(
    ({ q, filters, sort }: Partial<View>) => {
      if (q !== undefined) setTyped(q);
      if (!filters && !sort) return;
      setUrl({
        ...(filters && { filter: filters.join(',') }),
        ...(sort && { sort: sort === 'order' ? '' : sort }),
      });
    },
    [setUrl],
  );
  // The address follows when typing pauses: it is for links and reloads.
  useEffect(() => {
    if (typed === (url.q ?? '')) return;
    const timer = setTimeout(() => setUrl({ q: typed }), 300);
    return () => clearTimeout(timer);
  }, [typed, url.q, setUrl]);
  const onOpen = useCallback((room: string) => setUrl({ room }), [setUrl]);
  const onNew = useCallback(() => setUrl({ room: 'new' }), [setUrl]);
  const add = (
    <Button
      variant={feature ? 'default' : 'filled'}
      leftSection={<IconStack2 size={18} stroke={1.75} aria-hidden="true" />}
      onClick={() => setAdding(true)}
    >
      {t('features.add')}
    </Button>
  );
  const actions = feature && (
    <>
      <RoomFiles feature={feature.id} />
      {may && add}
      {may && (
        <Button leftSection={<IconPlus size={18} stroke={1.75} aria-hidden="true" />} onClick={onNew}>
          {t('list.new')}
        </Button>
      )}
    </>
  );
  return (
    <AdminPage title={t('title')} sub={feature && <Sub feature={feature} />} actions={actions}>
      {features.error && !features.data && <FailedState error={features.error} retry={() => void features.refetch()} />}
      {!features.data && !features.error && <LoadingRows rows={8} />}
      {features.data && !feature && (
        <EmptyState title={t('features.empty')} text={t('features.empty_text')}>
          {may && add}
        </EmptyState>
      )}
      {feature && (
        <>
          <FeatureTabs
            event={event.id}
            features={all}
            selected={feature.id}
            onSelect={(id) => {
              setTyped('');
              setUrl({ feature: id, q: '', filter: '', sort: '', room: '' });
            }}
          />
          <Rooms key={feature.id} feature={feature} view={view} onView={onView} onOpen={onOpen} onNew={onNew} />
          {url.room && (
            <RoomDialog key={url.room} feature={feature} room={url.room} onClose={() => setUrl({ room: '' })} />
          )}
        </>
      )}
      {adding && <AddFeature onAdded={(id) => setUrl({ feature: id })} onClose={() => setAdding(false)} />}
    </AdminPage>
  );
}

function Sub({ feature }: { feature: Feature }) {
  const { t } = useTranslation('rooms');
  const rooms = useQuery(roomsQuery(feature.id)).data;
  const live = useQuery(liveQuery(feature.id)).data;
  let people = 0;
  for (const { attendees, moderators } of live?.values() ?? []) people += attendees + moderators;
  return t('sub', {
    rooms: t('rooms', { count: rooms?.length ?? feature.rooms }),
    people: t('inside', { count: people }),
  });
}
