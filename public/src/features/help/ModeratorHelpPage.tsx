import { Anchor, Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { TextPage } from '../account/TextPage';
import styles from './Help.module.css';
import { Steps } from './Steps';

/** /help/moderators: a page that an organizer sends round before the event. */
export function ModeratorHelpPage() {
  const { t } = useTranslation('help');
  const parts = t('mod.parts', { returnObjects: true }) as { title: string; steps: string[] }[];
  return (
    <TextPage title={t('mod.title')} lead={t('mod.lead')}>
      <div className={styles.actions}>
        <Button
          variant="default"
          leftSection={<IconPrinter size={20} stroke={1.75} aria-hidden="true" />}
          onClick={() => print()}
        >
          {t('mod.print')}
        </Button>
        <Anchor renderRoot={(props) => <Link to="/help" {...props} />}>{t('title')}</Anchor>
      </div>
      {parts.map(({ title, steps }) => (
        <section key={title} className={styles.section}>
          <h2>{title}</h2>
          <Steps steps={steps} />
        </section>
      ))}
    </TextPage>
  );
}
