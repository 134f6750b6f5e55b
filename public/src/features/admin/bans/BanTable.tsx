import { Button } from '@mantine/core';
import { IconCheck, IconClock, IconLockOpen, IconUserMinus, IconUserX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { liftOneBan } from '../../../api/admin/bans';
import type { Ban } from '../../../api/admin/types';
import { serverNow } from '../../../api/clock';
import { Doorway } from '../../../ui/Doorway';
import { Tag } from '../../../ui/Tag';
import { toasts } from '../../../ui/toast/toasts';
import { type Column, Confirm, MainCell, Table, useEvent, whenIn } from '../shell';
import { type BanState, stateOf } from './state';

const SIGNS = { active: IconUserX, over: IconClock, lifted: IconCheck, none: IconUserMinus };
const TONES: Record<BanState, 'danger' | 'plain'> = { active: 'danger', over: 'plain', lifted: 'plain', none: 'plain' };

export function BanTable({ rows }: { rows: Ban[] }) {
  const { t, i18n } = useTranslation('admin');
  const { time_zone } = useEvent();
  const [lifting, setLifting] = useState<Ban | null>(null);
  const when = (at: string) => whenIn(i18n.language, at, time_zone);
  const now = serverNow();
  const columns: Column<Ban>[] = [
    {
      key: 'person',
      head: t('people.name'),
      as: 'main',
      cell: ({ person, reason }) => (
        <MainCell
          before={<Doorway id={person.id} name={person.name} image={person.avatar ?? null} size={34} />}
          name={person.name}
          {...(reason && { sub: t('bans.because', { reason }) })}
        />
      ),
    },
    { key: 'where', head: t('bans.where'), cell: (ban) => <Where ban={ban} /> },
    {
      key: 'by',
      head: t('bans.by'),
      cell: ({ by, created_at }) => t('bans.by_at', { name: by.name, when: when(created_at) }),
    },
    {
      key: 'state',
      head: t('bans.state'),
      cell: (ban) => {
        const state = stateOf(ban, now);
        return (
          <Tag icon={SIGNS[state]} tone={TONES[state]}>
            {state === 'active' ? t('bans.until', { when: when(ban.ends_at ?? '') }) : t(`bans.is_${state}`)}
          </Tag>
        );
      },
    },
    {
      key: 'lift',
      head: t('list.actions'),
      as: 'action',
      cell: (ban) =>
        stateOf(ban, now) === 'active' && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconLockOpen size={16} aria-hidden="true" />}
            aria-label={t('bans.lift_of', { name: ban.person.name })}
            onClick={() => setLifting(ban)}
          >
            {t('bans.lift')}
          </Button>
        ),
    },
  ];
  return (
    <>
      <Table label={t('nav.bans')} columns={columns} rows={rows} id={({ id }) => id} />
      {lifting && <Lift ban={lifting} onClose={() => setLifting(null)} />}
    </>
  );
}

/** How far it reaches, in words. */
function Where({ ban }: { ban: Ban }) {
  const { t } = useTranslation('admin');
  const scope = ban.scope as string;
  if (scope === 'event') return t('bans.in_event');
  if (scope === 'feature') return t('bans.in_feature');
  return <bdi>{ban.room?.name ?? t('bans.in_room')}</bdi>;
}

function Lift({ ban, onClose }: { ban: Ban; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const lift = async () => {
    await liftOneBan(ban.id);
    void queries.invalidateQueries({ queryKey: ['admin', 'bans'] });
    toasts.show({ text: t('bans.lifted', { name: ban.person.name }) });
  };
  return (
    <Confirm
      title={t('bans.lift_title', { name: ban.person.name })}
      text={t('bans.lift_text')}
      action={t('bans.lift')}
      danger={false}
      onConfirm={lift}
      onClose={onClose}
    />
  );
}
