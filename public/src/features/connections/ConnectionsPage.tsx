import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../ui/usePageTitle';
import { PlainTop } from '../account/PlainPage';
import { RequireMe, useMe } from '../account/RequireMe';
import styles from './Connections.module.css';
import { List } from './List';

/** /connections */
export default function ConnectionsPage() {
  const { t } = useTranslation();
  usePageTitle(t('connections.title'));
  return (
    <RequireMe loading={null}>
      <Page />
    </RequireMe>
  );
}

function Page() {
  const { t } = useTranslation();
  const { person } = useMe();
  return (
    <>
      <header className={styles.top}>
        <PlainTop person={person} />
      </header>
      <main id="content" className={styles.page} tabIndex={-1}>
        <h1>{t('connections.title')}</h1>
        <p className={styles.lead}>{t('connections.lead')}</p>
        <List heading="h2" />
      </main>
    </>
  );
}
