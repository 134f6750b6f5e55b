import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './Steps.module.css';

const STEPS = ['choose', 'check', 'done'] as const;
export type Step = (typeof STEPS)[number];

/** Where one is: three doors, lit up to here. */
export function Steps({ now }: { now: Step }) {
  const { t } = useTranslation('imports');
  const at = STEPS.indexOf(now);
  return (
    <ol className={styles.steps} aria-label={t('steps.label')}>
      {STEPS.map((step, index) => (
        <li key={step} aria-current={step === now ? 'step' : undefined} data-passed={index < at || undefined}>
          <span className={styles.door} aria-hidden="true">
            {index < at ? <IconCheck size={14} stroke={2.25} /> : index + 1}
          </span>
          {t(`steps.${step}`)}
          {index < at && <span className="sr-only">{t('steps.passed')}</span>}
        </li>
      ))}
    </ol>
  );
}
