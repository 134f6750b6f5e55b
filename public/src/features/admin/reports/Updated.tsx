import { useTranslation } from 'react-i18next';
import { locale } from '../../../i18n/format';
import { useNow } from '../../removal/useNow';
import { useSaid } from '../shell';
import styles from './Reports.module.css';

interface Props {
  /** When the numbers came, in milliseconds of this computer. */
  at: number;
  /** Rooms and people that could not be asked. */
  incomplete: number;
  live: boolean;
  /** The newest try, where it failed. */
  failed: unknown;
}

const SECOND = 1000;

/** How old the numbers are, and what they may lack. */
export function Updated({ at, incomplete, live, failed }: Props) {
  const { t, i18n } = useTranslation('reports');
  const { said } = useSaid();
  useNow(true, 10 * SECOND);
  const seconds = Math.round((Date.now() - at) / SECOND);
  const format = new Intl.RelativeTimeFormat(locale(i18n.language), { numeric: 'always' });
  const when =
    seconds < 90 ? format.format(-Math.max(1, seconds), 'second') : format.format(-Math.round(seconds / 60), 'minute');
  return (
    <div className={styles.updated}>
      <p>{seconds < 10 ? t('updated_now') : t('updated', { when })}</p>
      {live && <p>{t('live')}</p>}
      {incomplete > 0 && <p role="status">{t('incomplete', { count: incomplete })}</p>}
      {Boolean(failed) && <p role="status">{said(failed)}</p>}
    </div>
  );
}
