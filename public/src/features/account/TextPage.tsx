import type { Person } from '../../api/types';
import { usePageTitle } from '../../ui/usePageTitle';
import { PlainTop } from './PlainPage';
import styles from './TextPage.module.css';

interface Props {
  title: string;
  lead: string;
  /** Who is signed in, where the page needs somebody. */
  person?: Person;
  children: React.ReactNode;
}

/** A page to read: one column, and on paper nothing but the text. */
export function TextPage({ title, lead, person, children }: Props) {
  usePageTitle(title);
  return (
    <>
      <header className={styles.top}>
        <PlainTop {...(person && { person })} />
      </header>
      <main id="content" className={styles.page} tabIndex={-1}>
        <h1>{title}</h1>
        <p className={styles.lead}>{lead}</p>
        {children}
      </main>
    </>
  );
}
