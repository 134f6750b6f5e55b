import { Button, Skeleton } from '@mantine/core';
import { IconMail, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../api/live';
import closed from '../../ui/art/door-closed.svg';
import { Doorway } from '../../ui/Doorway';
import styles from './Connections.module.css';
import { connections } from './connections';
import { SECTIONS, type Section, sectionsOf } from './logic';
import type { ConnectionsState } from './store';
import { useConnections } from './useConnections';
import { useKeptFocus } from './useKeptFocus';
import { Failed, More, Ways } from './Ways';

/** Requests, connections, what one sent oneself, and who is blocked. */
export function List({ heading }: { heading: 'h2' | 'h3' }) {
  const { t } = useTranslation();
  const state = useConnections();
  const part = useKeptFocus<HTMLDivElement>(state.phase === 'ready' ? state.all : null);
  if (state.phase === 'none' || state.phase === 'loading') return <Loading />;
  if (state.phase === 'failed')
    return (
      <div className={styles.state} role="alert">
        <p className={styles.stateTitle}>{t('connections.not_read')}</p>
        <p>{t('connections.not_read_text')}</p>
        <Button leftSection={<IconRefresh size={20} aria-hidden="true" />} onClick={() => void connections.load()}>
          {t('connections.retry')}
        </Button>
      </div>
    );
  const sections = sectionsOf(state.all.values());
  if (SECTIONS.every((section) => sections[section].length === 0))
    return (
      <div className={styles.state}>
        <img src={closed} alt="" />
        <p className={styles.stateTitle}>{t('connections.empty')}</p>
        <p>{t('connections.empty_text')}</p>
      </div>
    );
  return (
    <div ref={part} className={styles.parts} tabIndex={-1}>
      {SECTIONS.map((section) => (
        <Part key={section} section={section} list={sections[section]} state={state} heading={heading} />
      ))}
    </div>
  );
}

interface PartProps {
  section: Section;
  list: Connection[];
  state: ConnectionsState;
  heading: 'h2' | 'h3';
}

function Part({ section, list, state, heading: Heading }: PartProps) {
  const { t } = useTranslation();
  // Who never sent anything or blocked anybody need not read that they did not.
  const quiet = section === 'sent' || section === 'blocked';
  if (list.length === 0 && quiet) return null;
  const title = `connections-${section}`;
  return (
    <section className={styles.part} aria-labelledby={title}>
      <Heading id={title}>
        {t(`connections.section.${section}`)} <small>{list.length}</small>
      </Heading>
      {list.length === 0 && <p className={styles.none}>{t(`connections.none.${section}`)}</p>}
      <ul>
        {list.map((connection) => (
          <Row key={connection.person.id} connection={connection} section={section} state={state} />
        ))}
      </ul>
    </section>
  );
}

function Row({ connection, section, state }: { connection: Connection; section: Section; state: ConnectionsState }) {
  const { person } = connection;
  const { id, name, title, company, avatar, email } = person;
  const about = [title, company].filter(Boolean).join(' · ');
  return (
    <li className={styles.row}>
      <Doorway id={id} name={name} image={avatar} size={42} />
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{name}</bdi>
        </p>
        {about && <p dir="auto">{about}</p>}
        {section === 'connected' && email && (
          <a className={styles.email} href={`mailto:${email}`}>
            <IconMail size={18} stroke={1.75} aria-hidden="true" />
            <bdi dir="ltr">{email}</bdi>
          </a>
        )}
        <Failed failure={state.failed.get(id)} name={name} />
      </div>
      <div className={styles.ways}>
        <Ways person={person} connection={connection} busy={state.busy.has(id)} named />
        {section !== 'blocked' && <More person={person} />}
      </div>
    </li>
  );
}

function Loading() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('connections.loading')}>
      {['a', 'b', 'c'].map((key) => (
        <div key={key} className={styles.row} aria-hidden="true">
          <Skeleton width={42} height={47} />
          <div className={styles.words}>
            <Skeleton height={16} width="40%" mb={8} />
            <Skeleton height={13} width="60%" />
          </div>
        </div>
      ))}
    </div>
  );
}
