import { Anchor, Button } from '@mantine/core';
import { IconActivityHeartbeat, IconCircleCheck, IconShieldCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../ui/Tag';
import { TextPage } from '../account/TextPage';
import { browserOf } from './browser';
import styles from './Help.module.css';
import { Steps } from './Steps';
import { useAnchor } from './useAnchor';

const SECTIONS = ['camera', 'microphone', 'sound', 'permission', 'network', 'browsers', 'phone'] as const;
const GUIDES = ['chrome', 'edge', 'firefox', 'safari_mac', 'safari_ios', 'chrome_android'] as const;
const SYSTEMS = ['windows', 'mac', 'linux'] as const;

/** /help: what to try when camera, microphone or network fail. Each section has an address of its own. */
export function HelpPage() {
  const { t } = useTranslation('help');
  useAnchor();
  return (
    <TextPage title={t('title')} lead={t('lead')}>
      <nav className={styles.contents} aria-label={t('contents')}>
        <ul>
          {SECTIONS.map((section) => (
            <li key={section}>
              <Anchor href={`#${section}`}>{t(`sections.${section}.title`)}</Anchor>
            </li>
          ))}
          <li>
            <Anchor renderRoot={(props) => <Link to="/help/moderators" {...props} />}>
              <IconShieldCheck size={18} stroke={1.75} aria-hidden="true" />
              {t('moderators')}
            </Anchor>
          </li>
        </ul>
      </nav>
      {SECTIONS.map((section) => (
        <section key={section} id={section} className={styles.section} tabIndex={-1}>
          <h2>
            <a href={`#${section}`}>{t(`sections.${section}.title`)}</a>
          </h2>
          {section === 'permission' ? <Permission /> : <Listed section={section} />}
          {section === 'network' && (
            <Button
              leftSection={<IconActivityHeartbeat size={20} stroke={1.75} aria-hidden="true" />}
              renderRoot={(props) => <Link to="/network" {...props} />}
            >
              {t('test')}
            </Button>
          )}
        </section>
      ))}
    </TextPage>
  );
}

function Listed({ section }: { section: Exclude<(typeof SECTIONS)[number], 'permission'> }) {
  const { t } = useTranslation('help');
  const steps = t(`sections.${section}.steps`, { returnObjects: true, host: location.hostname }) as string[];
  return <Steps steps={steps} />;
}

/** One's own browser and system first and open, the others to look up for somebody else. */
function Permission() {
  const { t } = useTranslation('help');
  const [mine] = useState(() => browserOf(navigator.userAgent, navigator.maxTouchPoints));
  const ownFirst = <T,>(all: readonly T[], own: T | null) =>
    [...all].sort((a, b) => Number(b === own) - Number(a === own));
  return (
    <>
      <p>{t('sections.permission.lead')}</p>
      {ownFirst(GUIDES, mine.guide).map((guide) => (
        <Guide
          key={guide}
          name={t(`guides.${guide}.name`)}
          steps={t(`guides.${guide}.steps`, { returnObjects: true }) as string[]}
          mine={guide === mine.guide && t('your_browser')}
        />
      ))}
      {ownFirst(SYSTEMS, mine.system).map((system) => (
        <Guide
          key={system}
          name={t(`systems.${system}.name`)}
          steps={t(`systems.${system}.steps`, { returnObjects: true }) as string[]}
          mine={system === mine.system && t('your_system')}
        />
      ))}
    </>
  );
}

interface GuideProps {
  name: string;
  steps: string[];
  /** Said beside the name of one's own. */
  mine: string | false;
}

function Guide({ name, steps, mine }: GuideProps) {
  return (
    <details className={styles.guide} open={mine !== false}>
      <summary>
        {name} {mine && <Tag icon={IconCircleCheck}>{mine}</Tag>}
      </summary>
      <Steps steps={steps} />
    </details>
  );
}
