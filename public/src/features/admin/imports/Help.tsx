import { useTranslation } from 'react-i18next';
import { files, type Target } from '../../../api/admin/exports';
import { DownloadButton } from '../shell';
import styles from './Imports.module.css';
import { ATTENDEE_COLUMNS, headerOf, ROOM_COLUMNS } from './words';

/** What to begin with, and which columns there are. */
export function Help({ target }: { target: Target }) {
  const { t } = useTranslation('imports');
  const { kind } = target;
  return (
    <aside className={styles.help} aria-labelledby="import-help">
      <h2 id="import-help">{t('help.title')}</h2>
      <p>{t(`help.template_${kind}`)}</p>
      <DownloadButton path={files.template(target)}>{t('help.template')}</DownloadButton>
      <p>{t(`help.export_${kind}`)}</p>
      <DownloadButton path={files.table(target)}>{t(`help.export_do_${kind}`)}</DownloadButton>
      <p>{t(`help.match_${kind}`)}</p>
      <details className={styles.more}>
        <summary>{t('help.columns')}</summary>
        <dl>
          {(kind === 'rooms' ? ROOM_COLUMNS : ATTENDEE_COLUMNS).map((column) => (
            <div key={column}>
              <dt>
                <code dir="ltr">{headerOf(kind, column)}</code>
              </dt>
              <dd>{t(`help.${kind}.${column}` as 'help.rooms.name')}</dd>
            </div>
          ))}
        </dl>
      </details>
    </aside>
  );
}
