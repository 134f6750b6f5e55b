import mark from './art/mark.svg';
import styles from './Brand.module.css';

/** The mark and the name; the caller makes it a link where there is somewhere to go. */
export function Brand({ name }: { name: string }) {
  return (
    <span className={styles.brand}>
      <img src={mark} alt="" width={28} height={28} />
      {name}
    </span>
  );
}
