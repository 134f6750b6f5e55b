import { Button, NativeSelect } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { auditQuery } from '../../../api/admin/audit';
import { AdminPage, EmptyState, Filters, PageList, useEvent, useUrl, word } from '../shell';
import { Entries } from './Entries';

const ABOUT = ['event', 'feature', 'room', 'attendee', 'group', 'item', 'key', 'person', 'ban', 'messages'] as const;
type About = (typeof ABOUT)[number];

/** /admin/events/$event/audit */
export default function AuditPage() {
  const { t } = useTranslation('admin');
  const event = useEvent();
  const [filter, setFilter] = useUrl((raw) => ({
    about: ABOUT.find((one): one is About => one === raw.about),
    object: word(raw.object),
    actor: word(raw.actor),
    name: word(raw.name),
  }));
  const query = useInfiniteQuery({
    ...auditQuery(event.id, {
      ...(filter.about && { action: filter.about }),
      ...(filter.object && { object: filter.object }),
      ...(filter.actor && { actor: filter.actor }),
    }),
    placeholderData: keepPreviousData,
  });
  const clear = () => setFilter({ about: undefined, object: undefined, actor: undefined, name: undefined });
  const only = filter.object ? 'object' : filter.actor ? 'actor' : null;
  return (
    <AdminPage title={t('nav.audit')} sub={t('audit.sub')}>
      <Filters>
        <NativeSelect
          aria-label={t('audit.about')}
          value={filter.about ?? ''}
          onChange={(change) => setFilter({ about: (change.currentTarget.value || undefined) as About | undefined })}
          data={[
            { value: '', label: t('audit.about_all') },
            ...ABOUT.map((about) => ({ value: about, label: t(`audit.about_${about}`) })),
          ]}
        />
        {only && (
          <Button
            variant="light"
            rightSection={<IconX size={16} aria-hidden="true" />}
            onClick={() => setFilter({ object: undefined, actor: undefined, name: undefined })}
          >
            {t(`audit.only_${only}`, { name: filter.name ?? '…' })}
          </Button>
        )}
      </Filters>
      <PageList
        query={query}
        empty={
          <EmptyState title={t('audit.none')} text={t('audit.none_text')}>
            {(filter.about || only) && <Button onClick={clear}>{t('list.clear')}</Button>}
          </EmptyState>
        }
      >
        {(rows) => (
          <Entries
            rows={rows}
            onActor={({ id, name }) => setFilter({ actor: id, object: undefined, name })}
            onObject={({ id, name }) => setFilter({ object: id, actor: undefined, name })}
          />
        )}
      </PageList>
    </AdminPage>
  );
}
