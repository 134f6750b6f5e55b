import { Button } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash, IconUsers, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { groupsQuery } from '../../../api/admin/groups';
import type { Group } from '../../../api/admin/types';
import {
  AdminPage,
  type Column,
  EmptyState,
  FailedState,
  LoadingRows,
  MainCell,
  RowMenu,
  Table,
  useCan,
  useEvent,
} from '../shell';
import { DeleteGroup } from './DeleteGroup';
import { EditGroup, NewGroup } from './EditGroup';

type Asked = { what: 'edit' | 'delete'; group: Group };

/** /admin/events/$event/groups */
export default function GroupsPage() {
  const { t } = useTranslation('admin');
  const event = useEvent();
  const may = useCan('write');
  const { data, error, refetch } = useQuery(groupsQuery(event.id));
  const [making, setMaking] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const make = may && (
    <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setMaking(true)}>
      {t('groups.new')}
    </Button>
  );
  const empty = data?.length === 0;
  return (
    <AdminPage title={t('nav.groups')} sub={t('groups.sub')} actions={!empty && make}>
      {error && !data ? (
        <FailedState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows />
      ) : empty ? (
        <EmptyState title={t('groups.empty')} text={t('groups.empty_text')}>
          {make}
        </EmptyState>
      ) : (
        <List groups={data} onAsk={setAsked} />
      )}
      {making && <NewGroup onClose={() => setMaking(false)} />}
      {asked?.what === 'edit' && <EditGroup id={asked.group.id} onClose={close} />}
      {asked?.what === 'delete' && <DeleteGroup group={asked.group} onClose={close} />}
    </AdminPage>
  );
}

function List({ groups, onAsk }: { groups: Group[]; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation('admin');
  const event = useEvent();
  const navigate = useNavigate();
  const may = useCan('write');
  const people = useCan('people');
  const show = (group: Group) =>
    void navigate({
      to: '/admin/events/$event/attendees',
      params: { event: event.id },
      search: { group: group.id } as never,
    });
  const columns: Column<Group>[] = [
    {
      key: 'name',
      head: t('groups.name'),
      as: 'main',
      cell: (group) => (
        <MainCell
          before={<IconUsersGroup size={22} stroke={1.75} aria-hidden="true" />}
          name={group.name}
          {...(may && { onOpen: () => onAsk({ what: 'edit', group }) })}
        />
      ),
    },
    { key: 'members', head: t('groups.members'), cell: ({ members }) => t('groups.people', { count: members ?? 0 }) },
    {
      key: 'more',
      head: t('list.actions'),
      as: 'action',
      cell: (group) => (
        <RowMenu
          label={t('list.more_about', { name: group.name })}
          actions={[
            people && { label: t('groups.show'), Sign: IconUsers, run: () => show(group) },
            may && { label: t('groups.rename'), Sign: IconPencil, run: () => onAsk({ what: 'edit', group }) },
            may && {
              label: t('groups.delete'),
              Sign: IconTrash,
              danger: true,
              run: () => onAsk({ what: 'delete', group }),
            },
          ]}
        />
      ),
    },
  ];
  return <Table label={t('nav.groups')} columns={columns} rows={groups} id={({ id }) => id} />;
}
