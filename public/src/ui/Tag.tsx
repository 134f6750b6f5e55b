import type { Icon } from '@tabler/icons-react';
import styles from './Tag.module.css';

interface Props {
  icon: Icon;
  tone?: 'plain' | 'ok' | 'warn' | 'danger' | 'mod';
  children: React.ReactNode;
}

/** A state in a word and a sign, never in a colour alone. */
export function Tag({ icon: Sign, tone = 'plain', children }: Props) {
  return (
    <span className={styles.tag} data-tone={tone}>
      <Sign size={16} stroke={1.75} aria-hidden="true" />
      {children}
    </span>
  );
}
