import { Button } from '@mantine/core';
import { IconUserX } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { eventBansQuery } from '../../../api/admin/bans';
import { AdminPage, Chips, EmptyState, Filters, PageList, useEvent, useUrl } from '../shell';
import { BanTable } from './BanTable';
import { NewBan } from './NewBan';

/** /admin/events/$event/bans */
export default function BansPage() {
  const { t } = useTranslation('admin');
  const event = useEvent();
  const [{ show }, setFilter] = useUrl((raw) => ({ show: raw.show === 'all' ? 'all' : undefined }));
  const [setting, setSetting] = useState(false);
  const query = useInfiniteQuery({
    ...eventBansQuery(event.id, show ? {} : { active: true }),
    placeholderData: keepPreviousData,
  });
  return (
    <AdminPage
      title={t('nav.bans')}
      sub={t('bans.sub')}
      actions={
        <Button leftSection={<IconUserX size={18} aria-hidden="true" />} onClick={() => setSetting(true)}>
          {t('bans.set')}
        </Button>
      }
    >
      <Filters>
        <Chips
          label={t('bans.show')}
          value={show ?? ''}
          onChange={(value) => setFilter({ show: value || undefined })}
          options={[
            { value: '', label: t('bans.active') },
            { value: 'all', label: t('bans.all') },
          ]}
        />
      </Filters>
      <PageList
        query={query}
        empty={
          <EmptyState
            title={show ? t('bans.none_ever') : t('bans.none')}
            text={show ? t('bans.none_ever_text') : t('bans.none_text')}
          />
        }
      >
        {(rows) => <BanTable rows={rows} />}
      </PageList>
      {setting && <NewBan onClose={() => setSetting(false)} />}
    </AdminPage>
  );
}
