import { useEffect } from 'react';
import { usePageTitle } from '../../ui/usePageTitle';
import { PlainTop } from '../account/PlainPage';
import styles from './Help.module.css';

interface Props {
  title: string;
  lead: string;
  children: React.ReactNode;
}

/** A page to read, for anybody: nobody has to be signed in to get help. */
export function Frame({ title, lead, children }: Props) {
  usePageTitle(title);
  useAnchor();
  return (
    <>
      <header className={styles.top}>
        <PlainTop />
      </header>
      <main id="content" className={styles.page} tabIndex={-1}>
        <h1>{title}</h1>
        <p className={styles.lead}>{lead}</p>
        {children}
      </main>
    </>
  );
}

/** The page comes after its address: the browser has looked for the place already. */
function useAnchor() {
  useEffect(() => {
    const place = location.hash && document.getElementById(location.hash.slice(1));
    if (!place) return;
    place.scrollIntoView();
    place.focus({ preventScroll: true });
  }, []);
}

export function Steps({ steps }: { steps: string[] }) {
  return (
    <ol className={styles.steps}>
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}
