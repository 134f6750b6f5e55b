import { UnstyledButton } from '@mantine/core';
import { IconArrowsSort, IconPlus, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Line } from './line';
import styles from './Signs.module.css';
import type { Waiting } from './still';

interface Props {
  line: Line;
  /** Asking does not work either. */
  stale: boolean;
  waiting: Waiting | null;
  onLive: () => void;
  /** Lays the cards anew and says which room came first among the new ones. */
  onApply: () => string | null;
}

/** Whether the cards are live, and what waits to be shown. It lies over the page: nothing makes place for it. */
export function Signs({ line, stale, waiting, onLive, onApply }: Props) {
  const { t } = useTranslation();
  const down = line === 'down' || (stale && line !== 'stopped');
  return (
    <div className={styles.signs}>
      <div role="status">
        {down && (
          <p className={styles.sign} data-sign>
            <IconRefresh size={18} stroke={1.75} aria-hidden="true" />
            {t(stale ? 'lobby.stale' : 'lobby.paused')}
          </p>
        )}
        {line === 'stopped' && (
          <p className={styles.sign} data-sign>
            {t('lobby.stopped')}
            <UnstyledButton className={styles.act} onClick={onLive}>
              <IconRefresh size={18} stroke={1.75} aria-hidden="true" />
              {t('lobby.go_live')}
            </UnstyledButton>
          </p>
        )}
      </div>
      <div role="status">{waiting && <Chip waiting={waiting} onApply={onApply} />}</div>
    </div>
  );
}

function Chip({ waiting, onApply }: { waiting: Waiting; onApply: () => string | null }) {
  const { t } = useTranslation();
  const { added } = waiting;
  const Sign = added > 0 ? IconPlus : IconArrowsSort;
  return (
    <UnstyledButton
      className={styles.chip}
      data-sign
      onClick={(event) => {
        const room = onApply();
        // The chip goes away: by keyboard one goes on at what it brought.
        if (room && event.detail === 0) setTimeout(() => document.querySelector<HTMLElement>(buttonOf(room))?.focus());
      }}
    >
      <Sign size={18} stroke={1.75} aria-hidden="true" />
      {added > 0 ? t('lobby.new_rooms', { count: added }) : t('lobby.moved')}
    </UnstyledButton>
  );
}

const buttonOf = (room: string) => `[data-room="${CSS.escape(room)}"] button`;
