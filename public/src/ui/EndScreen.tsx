import closed from './art/door-closed.svg';
import open from './art/door-open.svg';
import styles from './EndScreen.module.css';

interface Props {
  door: 'open' | 'closed';
  title: string;
  /** Small table of facts under the title. */
  facts?: { term: string; value: string }[];
  /** What stands above everything: the brand, usually. */
  top?: React.ReactNode;
  /** Text and buttons. */
  children?: React.ReactNode;
}

/** A whole page that says what happened and what to do: ends, refusals, not found. */
export function EndScreen({ door, title, facts = [], top, children }: Props) {
  return (
    <div className={styles.end}>
      <header className={styles.top}>{top}</header>
      <main id="content" className={styles.middle}>
        <img className={styles.door} src={door === 'open' ? open : closed} alt="" />
        <div className={styles.words}>
          <h1>{title}</h1>
          {facts.length > 0 && (
            <dl className={styles.facts}>
              {facts.map(({ term, value }) => (
                <div key={term}>
                  <dt>{term}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
          {children}
        </div>
      </main>
    </div>
  );
}

export function EndText({ children }: { children: React.ReactNode }) {
  return <p className={styles.text}>{children}</p>;
}

export function EndActions({ children }: { children: React.ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
