import { Anchor, Button, CopyButton } from '@mantine/core';
import {
  IconActivityHeartbeat,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCopy,
  IconRefresh,
  IconX,
} from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../ui/Tag';
import { RequireMe, useMe } from '../account/RequireMe';
import { TextPage } from '../account/TextPage';
import styles from './Network.module.css';
import { type Tested, useNetworkTest } from './useNetworkTest';
import { type Found, reportOf, verdictOf, WAYS } from './verdict';

/** /network: whether this network lets a video call through, and what to tell whoever looks after it. */
export default function NetworkPage() {
  return (
    <RequireMe loading={null}>
      <Page />
    </RequireMe>
  );
}

function Page() {
  const { t } = useTranslation('network');
  const { person } = useMe();
  const { servers, phase, start } = useNetworkTest();
  const running = phase === 'running';
  return (
    <TextPage title={t('title')} lead={t('lead')} person={person}>
      {servers.map((server) => (
        <Server key={server.url} server={server} named={servers.length > 1} />
      ))}
      {phase === 'failed' && (
        <section className={styles.verdict} data-tone="danger" role="alert">
          <IconAlertTriangle size={24} aria-hidden="true" />
          <div>
            <h2>{t('failed')}</h2>
            <p>{t('failed_text')}</p>
          </div>
        </section>
      )}
      <div className={styles.actions}>
        <Button
          variant={phase === 'done' ? 'default' : 'filled'}
          loading={running}
          leftSection={
            phase === 'before' ? (
              <IconActivityHeartbeat size={20} aria-hidden="true" />
            ) : (
              <IconRefresh size={20} aria-hidden="true" />
            )
          }
          onClick={() => void start()}
        >
          {t(running ? 'running' : phase === 'before' ? 'start' : 'again')}
        </Button>
        <Anchor href="/help#network">{t('help')}</Anchor>
      </div>
      {phase === 'done' && <Report servers={servers} />}
    </TextPage>
  );
}

const TONES = { good: 'ok', limited: 'warn', no_media: 'danger', no_server: 'danger' } as const;

function Server({ server: { url, found }, named }: { server: Tested; named: boolean }) {
  const { t } = useTranslation('network');
  const verdict = verdictOf(found);
  const host = new URL(url).hostname;
  return (
    <>
      <section className={styles.server} aria-label={named ? undefined : t('title')}>
        {named && <h2>{t('server', { name: url.split('/').at(-1) })}</h2>}
        <ul className={styles.ways}>
          {WAYS.map((way) => (
            <li key={way}>
              <div>
                <b>{t(`ways.${way}`)}</b>
                <p>{t(`ways.${way}_text`)}</p>
              </div>
              <State found={found[way]} />
            </li>
          ))}
        </ul>
      </section>
      <div className={styles.said} role="status">
        {verdict !== 'running' && (
          <section className={styles.verdict} data-tone={TONES[verdict]}>
            {verdict === 'good' ? (
              <IconCircleCheck size={24} aria-hidden="true" />
            ) : (
              <IconAlertTriangle size={24} aria-hidden="true" />
            )}
            <div>
              <h2>{t(`verdict.${verdict}`)}</h2>
              <p>{t(`verdict.${verdict}_text`, { host })}</p>
            </div>
          </section>
        )}
      </div>
    </>
  );
}

const SIGNS = {
  waiting: { icon: IconCircleDashed, tone: 'plain' },
  trying: { icon: IconActivityHeartbeat, tone: 'plain' },
  open: { icon: IconCircleCheck, tone: 'ok' },
  shut: { icon: IconX, tone: 'warn' },
  not_offered: { icon: IconCircleDashed, tone: 'plain' },
} as const;

function State({ found: { state, ms } }: { found: Found }) {
  const { t } = useTranslation('network');
  return (
    <span className={styles.state}>
      {state === 'open' && ms !== undefined && <span className={styles.ms}>{t('ms', { ms })}</span>}
      <Tag {...SIGNS[state]}>{t(`states.${state}`)}</Tag>
    </span>
  );
}

function Report({ servers }: { servers: Tested[] }) {
  const { t } = useTranslation('network');
  const [at] = useState(() => new Date());
  const report = reportOf(servers, navigator.userAgent, at);
  const end = useRef<HTMLElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section ref={end} className={styles.report}>
      <h2>{t('report')}</h2>
      <p>{t('report_text')}</p>
      <pre dir="ltr">{report}</pre>
      <CopyButton value={report}>
        {({ copied, copy }) => (
          <Button variant="default" leftSection={<IconCopy size={20} aria-hidden="true" />} onClick={copy}>
            {t(copied ? 'copied' : 'copy')}
          </Button>
        )}
      </CopyButton>
    </section>
  );
}
