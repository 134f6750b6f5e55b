import { Button } from '@mantine/core';
import { IconCheck, IconKey, IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { eventsQuery } from '../../../api/admin/events';
import { keysQuery, revokeKey } from '../../../api/admin/keys';
import type { Key } from '../../../api/admin/types';
import { Tag } from '../../../ui/Tag';
import { toasts } from '../../../ui/toast/toasts';
import {
  AdminPage,
  type Column,
  Confirm,
  EmptyState,
  FailedState,
  LoadingRows,
  MainCell,
  RowMenu,
  Table,
  useEvent,
  useOrganizer,
  whenIn,
} from '../shell';
import { NewKey } from './NewKey';

/** /admin/events/$event/keys: all keys the one in use may see, revoked ones too. */
export default function KeysPage() {
  const { t } = useTranslation('admin');
  const { data, error, refetch } = useQuery(keysQuery);
  const [making, setMaking] = useState(false);
  return (
    <AdminPage
      title={t('nav.keys')}
      sub={t('keys.sub')}
      actions={
        <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setMaking(true)}>
          {t('keys.new')}
        </Button>
      }
    >
      {error && !data ? (
        <FailedState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows />
      ) : data.length === 0 ? (
        <EmptyState title={t('keys.empty')} text={t('keys.empty_text')} />
      ) : (
        <List keys={data} />
      )}
      {making && <NewKey onClose={() => setMaking(false)} />}
    </AdminPage>
  );
}

function List({ keys }: { keys: Key[] }) {
  const { t, i18n } = useTranslation('admin');
  const { time_zone } = useEvent();
  const own = useOrganizer().key;
  const events = useQuery(eventsQuery).data ?? [];
  const [doomed, setDoomed] = useState<Key | null>(null);
  const when = (at: string) => whenIn(i18n.language, at, time_zone);
  const eventOf = (id?: string | null) => (id ? (events.find((event) => event.id === id)?.name ?? id) : t('keys.all'));
  const columns: Column<Key>[] = [
    {
      key: 'name',
      head: t('keys.name'),
      as: 'main',
      cell: (key) => (
        <MainCell
          before={<IconKey size={22} stroke={1.75} aria-hidden="true" />}
          name={key.id === own ? t('keys.own', { name: key.name }) : key.name}
          sub={eventOf(key.event)}
        />
      ),
    },
    {
      key: 'scopes',
      head: t('keys.scopes'),
      cell: ({ scopes }) => [t('keys.read'), ...scopes.map((scope) => t(`scope.${scope}`))].join(', '),
    },
    {
      key: 'used',
      head: t('keys.used'),
      cell: ({ last_used_at }) => (last_used_at ? when(last_used_at) : t('keys.never')),
    },
    {
      key: 'state',
      head: t('keys.state'),
      cell: ({ revoked_at }) =>
        revoked_at ? (
          <Tag icon={IconX}>{t('keys.revoked')}</Tag>
        ) : (
          <Tag icon={IconCheck} tone="ok">
            {t('keys.in_force')}
          </Tag>
        ),
    },
    {
      key: 'more',
      head: t('list.actions'),
      as: 'action',
      cell: (key) =>
        !key.revoked_at && (
          <RowMenu
            label={t('list.more_about', { name: key.name })}
            actions={[{ label: t('keys.revoke'), Sign: IconTrash, danger: true, run: () => setDoomed(key) }]}
          />
        ),
    },
  ];
  return (
    <>
      <Table label={t('nav.keys')} columns={columns} rows={keys} id={({ id }) => id} />
      {doomed && <Revoke doomed={doomed} own={doomed.id === own} onClose={() => setDoomed(null)} />}
    </>
  );
}

function Revoke({ doomed, own, onClose }: { doomed: Key; own: boolean; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const revoke = async () => {
    await revokeKey(doomed.id);
    void queries.invalidateQueries({ queryKey: keysQuery.queryKey });
    if (own) void queries.invalidateQueries({ queryKey: ['organizer'] });
    toasts.show({ text: t('keys.done', { name: doomed.name }) });
  };
  return (
    <Confirm
      title={t('keys.revoke_title', { name: doomed.name })}
      text={own ? t('keys.revoke_own') : t('keys.revoke_text')}
      action={t('keys.revoke')}
      onConfirm={revoke}
      onClose={onClose}
    />
  );
}
