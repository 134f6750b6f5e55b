import styles from './Dialog.module.css';

/** Two fields beside each other, where there is room. */
export function Pair({ children }: { children: React.ReactNode }) {
  return <div className={styles.pair}>{children}</div>;
}

/** Fields that answer one question together. */
export function Fields({ legend, children }: { legend: string; children: React.ReactNode }) {
  return (
    <fieldset className={styles.field}>
      <legend>{legend}</legend>
      {children}
    </fieldset>
  );
}
