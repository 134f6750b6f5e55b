import { Button, NativeSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attendeesQuery } from '../../../api/admin/attendees';
import { groupsQuery } from '../../../api/admin/groups';
import type { Attendee } from '../../../api/admin/types';
import { FirstWays, PeopleFiles } from '../imports';
import { AdminPage, EmptyState, Filters, PageList, SearchField, useEvent, useUrl, word } from '../shell';
import { AttendeeTable } from './AttendeeTable';
import { AddAttendee, EditAttendee } from './EditAttendee';

/** /admin/events/$event/attendees */
export default function AttendeesPage() {
  const { t } = useTranslation('admin');
  const event = useEvent();
  const [filter, setFilter] = useUrl((raw) => ({ q: word(raw.q), group: word(raw.group) }));
  const [adding, setAdding] = useState(false);
  const [edited, setEdited] = useState<Attendee | null>(null);
  const query = useInfiniteQuery({
    ...attendeesQuery(event.id, { ...(filter.q && { q: filter.q }), ...(filter.group && { group: filter.group }) }),
    placeholderData: keepPreviousData,
  });
  const groups = useQuery(groupsQuery(event.id)).data ?? [];
  const filtered = Boolean(filter.q || filter.group);
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setAdding(true)}>
      {t('people.add')}
    </Button>
  );
  const empty = !filtered && query.data?.pages[0]?.data.length === 0;
  const actions = (
    <>
      <PeopleFiles />
      {!empty && add}
    </>
  );
  const nobody = filtered ? (
    <EmptyState title={t('people.none')} text={t('people.none_text')}>
      <Button onClick={() => setFilter({ q: undefined, group: undefined })}>{t('list.clear')}</Button>
    </EmptyState>
  ) : (
    <EmptyState title={t('people.empty')} text={t('people.empty_text')}>
      <FirstWays>{add}</FirstWays>
    </EmptyState>
  );
  return (
    <AdminPage title={t('nav.attendees')} sub={t('people.sub')} actions={actions}>
      <Filters>
        <SearchField label={t('people.search')} value={filter.q ?? ''} onChange={(q) => setFilter({ q })} />
        <NativeSelect
          aria-label={t('people.group')}
          value={filter.group ?? ''}
          onChange={(change) => setFilter({ group: change.currentTarget.value })}
          data={[
            { value: '', label: t('people.any_group') },
            ...groups.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </Filters>
      <PageList query={query} empty={nobody}>
        {(rows) => <AttendeeTable rows={rows} groups={groups} onEdit={setEdited} />}
      </PageList>
      {adding && <AddAttendee groups={groups} onClose={() => setAdding(false)} />}
      {edited && <EditAttendee key={edited.id} id={edited.id} groups={groups} onClose={() => setEdited(null)} />}
    </AdminPage>
  );
}
