import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../../ui/usePageTitle';
import styles from './AdminPage.module.css';

interface Props {
  title: string;
  /** The way back to the page this one belongs to, over the title. */
  back?: React.ReactNode;
  /** One line under the title: counts, usually. */
  sub?: React.ReactNode;
  /** Buttons at the end of the head. One of them filled at most. */
  actions?: React.ReactNode;
  children: React.ReactNode;
}

/** The frame of every page: title, a line, buttons, content. */
export function AdminPage({ title, back, sub, actions, children }: Props) {
  const { t } = useTranslation('admin');
  usePageTitle(t('page_title', { page: title }));
  return (
    <main id="content" className={styles.page} tabIndex={-1}>
      <header className={styles.head}>
        <div className={styles.words}>
          {back}
          <h1>{title}</h1>
          {sub && <p className={styles.sub}>{sub}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </main>
  );
}

/** Search, filters and what was found, over a list. */
export function Filters({ children }: { children: React.ReactNode }) {
  return <div className={styles.filters}>{children}</div>;
}
