import { UnstyledButton } from '@mantine/core';
import { IconBell, IconBellRinging } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Card } from '../../api/types';
import styles from './Line.module.css';
import { useWaiting } from './useWaiting';

/** The line under the seats of a full room: get in line, or where one stands in it. */
export function Line({ id, card }: { id: string; card: Card }) {
  const { t } = useTranslation();
  const { busy, wait, leave } = useWaiting(card.room, card.name);
  const place = card.my_place ?? null;
  const waits = place !== null;
  const Sign = waits ? IconBellRinging : IconBell;
  return (
    <div className={styles.line}>
      <Sign size={18} stroke={1.75} aria-hidden="true" />
      <p id={id} role="status" className={waits ? styles.place : 'sr-only'}>
        {waits ? t('waiting.place', { place, waiting: card.waiting }) : t('card.full_note')}
      </p>
      {/* One button for both ways: the focus stays on it. */}
      <UnstyledButton
        className={styles.act}
        aria-label={t(waits ? 'waiting.leave_room' : 'waiting.tell_me_room', { room: card.name })}
        aria-busy={busy}
        onClick={() => !busy && void (waits ? leave() : wait())}
      >
        {t(waits ? 'waiting.leave' : 'waiting.tell_me')}
      </UnstyledButton>
    </div>
  );
}
