import { IconDownload, IconLink, IconPencil, IconRefresh, IconTrash, IconUserX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attendee, Group } from '../../../api/admin/types';
import { Doorway } from '../../../ui/Doorway';
import { NewBan } from '../bans';
import { type Column, MainCell, RowMenu, Table, Tags, useCan } from '../shell';
import styles from './Attendees.module.css';
import { DeleteAttendee, RevokeLink } from './confirms';
import { useHandOut } from './useHandOut';

interface Props {
  rows: Attendee[];
  groups: Group[];
  onEdit: (attendee: Attendee) => void;
}

/** What has been asked for one person. */
type Asked = { what: 'revoke' | 'delete' | 'ban'; who: Attendee };

export function AttendeeTable({ rows, groups, onEdit }: Props) {
  const { t } = useTranslation('admin');
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const names = new Map(groups.map(({ id, name }) => [id, name]));
  const columns: Column<Attendee>[] = [
    {
      key: 'name',
      head: t('people.name'),
      as: 'main',
      cell: (who) => (
        <MainCell
          before={<Doorway id={who.id} name={who.name} image={who.avatar ?? null} size={34} />}
          name={who.name}
          sub={who.email}
          onOpen={() => onEdit(who)}
        />
      ),
    },
    { key: 'work', head: t('people.work'), cell: (who) => [who.title, who.company].filter(Boolean).join(', ') },
    {
      key: 'groups',
      head: t('people.groups'),
      cell: (who) =>
        who.groups.length > 0 && (
          <Tags>
            {who.groups.map((id) => (
              <span key={id} className={styles.group} dir="auto">
                {names.get(id) ?? '…'}
              </span>
            ))}
          </Tags>
        ),
    },
    {
      key: 'more',
      head: t('list.actions'),
      as: 'action',
      cell: (who) => <Actions who={who} onEdit={() => onEdit(who)} onAsk={(what) => setAsked({ what, who })} />,
    },
  ];
  return (
    <>
      <Table label={t('nav.attendees')} columns={columns} rows={rows} id={({ id }) => id} />
      {asked?.what === 'revoke' && <RevokeLink who={asked.who} onClose={close} />}
      {asked?.what === 'delete' && <DeleteAttendee who={asked.who} onClose={close} />}
      {asked?.what === 'ban' && <NewBan person={asked.who} onClose={close} />}
    </>
  );
}

interface ActionsProps {
  who: Attendee;
  onEdit: () => void;
  onAsk: (what: Asked['what']) => void;
}

function Actions({ who, onEdit, onAsk }: ActionsProps) {
  const { t } = useTranslation('admin');
  const { copyLink, download } = useHandOut();
  const moderates = useCan('moderate');
  return (
    <RowMenu
      label={t('list.more_about', { name: who.name })}
      actions={[
        { label: t('people.edit'), Sign: IconPencil, run: onEdit },
        { label: t('people.copy'), Sign: IconLink, run: () => void copyLink(who) },
        { label: t('people.data'), Sign: IconDownload, run: () => void download(who) },
        { label: t('people.revoke'), Sign: IconRefresh, run: () => onAsk('revoke') },
        moderates && { label: t('bans.set'), Sign: IconUserX, run: () => onAsk('ban') },
        { label: t('people.delete'), Sign: IconTrash, danger: true, run: () => onAsk('delete') },
      ]}
    />
  );
}
