import { ActionIcon, Modal, Popover } from '@mantine/core';
import { useMediaQuery, useWindowEvent } from '@mantine/hooks';
import { IconBan, IconCheck, IconClock, IconMail, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { readPerson } from '../../api/connections';
import type { PersonFacts } from '../../api/live';
import { Doorway } from '../../ui/Doorway';
import { Tag } from '../../ui/Tag';
import sheet from '../removal/Sheet.module.css';
import styles from './Connections.module.css';
import type { OpenCard } from './card';
import { connections } from './connections';
import { type Standing, standingOf } from './logic';
import { useKeptFocus } from './useKeptFocus';
import { Failed, More, Ways } from './Ways';

/** Over dialogs and sheets: it may be opened from one. */
const OVER = 300;

/** Who somebody is and how one stands to them: beside their name, and on a phone a sheet from below. */
export default function PersonCard({ open, onClose }: { open: OpenCard; onClose: () => void }) {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 899px)', undefined, { getInitialValueInEffect: false });
  const [at] = useState(() => open.anchor.getBoundingClientRect());
  // Wherever the focus is: what had it may have gone with what it did. A menu of the card takes the key for itself.
  useWindowEvent('keydown', (event) => {
    if (event.key === 'Escape' && !narrow && !document.querySelector('[role="menu"]')) onClose();
  });
  const label = t('connections.card', { name: open.person.name });
  if (narrow)
    return (
      <Modal.Root
        opened
        onClose={onClose}
        size={480}
        centered
        radius={26}
        zIndex={OVER}
        returnFocus={false}
        classNames={{ inner: sheet.inner, content: sheet.content }}
        transitionProps={{ transition: 'slide-up', duration: 200 }}
      >
        <Modal.Overlay color="#04181d" backgroundOpacity={0.55} />
        <Modal.Content aria-label={label}>
          <Contents person={open.person} onClose={onClose} />
        </Modal.Content>
      </Modal.Root>
    );
  const { left, top, width, height } = at;
  return (
    <Popover
      opened
      onChange={(opened) => !opened && onClose()}
      onDismiss={onClose}
      position="left-start"
      width={316}
      radius={22}
      zIndex={OVER}
      trapFocus
      closeOnEscape={false}
      withRoles={false}
      transitionProps={{ transition: 'fade', duration: 120 }}
    >
      <Popover.Target>
        <span style={{ position: 'fixed', left, top, width, height, pointerEvents: 'none' }} />
      </Popover.Target>
      <Popover.Dropdown p={0} role="dialog" aria-label={label}>
        <Contents person={open.person} onClose={onClose} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Contents({ person: known, onClose }: { person: PersonFacts; onClose: () => void }) {
  const { t } = useTranslation();
  const { all, busy, failed } = useSyncExternalStore(connections.subscribe, connections.snapshot);
  const { data: read } = useQuery({
    queryKey: ['person', known.id],
    queryFn: () => readPerson(known.id),
    staleTime: 0,
  });
  useEffect(() => {
    if (read?.connection) connections.learn(read.connection);
  }, [read]);
  const connection = all.get(known.id) ?? null;
  const standing = standingOf(connection);
  const { id, name, title, company, avatar } = read ?? known;
  const email = standing === 'connected' ? (connection?.person.email ?? read?.email ?? null) : null;
  const person = { id, name, title, company, avatar, email };
  const part = useKeptFocus<HTMLDivElement>(standing);
  return (
    <div ref={part} className={styles.card} tabIndex={-1}>
      <div className={styles.head}>
        <Doorway id={id} name={name} image={avatar} size={56} />
        <div className={styles.words}>
          <h2 dir="auto">{name}</h2>
          {title && <p dir="auto">{title}</p>}
          {company && <p dir="auto">{company}</p>}
        </div>
        <div className={styles.corner}>
          {standing !== 'blocked' && <More person={person} />}
          <ActionIcon aria-label={t('connections.close')} onClick={onClose}>
            <IconX size={22} stroke={1.75} aria-hidden="true" />
          </ActionIcon>
        </div>
      </div>
      <div role="status">
        <Stands standing={standing} />
      </div>
      {email && (
        <a className={styles.email} href={`mailto:${email}`}>
          <IconMail size={20} stroke={1.75} aria-hidden="true" />
          <bdi dir="ltr">{email}</bdi>
        </a>
      )}
      <Failed failure={failed.get(id)} name={name} />
      {standing !== 'connected' && (
        <div className={styles.ways}>
          <Ways person={person} connection={connection} busy={busy.has(id)} />
        </div>
      )}
      <p className={styles.about}>{t(`connections.about.${standing}`, { name })}</p>
    </div>
  );
}

/** In a word and a sign, where there is something to say. */
export function Stands({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  if (standing === 'connected')
    return (
      <Tag icon={IconCheck} tone="ok">
        {t('connections.connected')}
      </Tag>
    );
  if (standing === 'sent') return <Tag icon={IconClock}>{t('connections.sent')}</Tag>;
  if (standing === 'asked')
    return (
      <Tag icon={IconClock} tone="warn">
        {t('connections.asked')}
      </Tag>
    );
  if (standing === 'blocked')
    return (
      <Tag icon={IconBan} tone="danger">
        {t('connections.blocked')}
      </Tag>
    );
  return null;
}
