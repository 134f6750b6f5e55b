import {
  IconArmchair,
  IconArrowBackUp,
  IconClock,
  IconDoor,
  IconDoorOff,
  IconLock,
  IconShieldCheck,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Card } from '../../api/types';
import { list } from '../../i18n/format';
import { Doorway } from '../../ui/Doorway';
import { Kept } from '../waiting/Kept';
import { Line } from '../waiting/Line';
import { noteOf } from './logic';
import styles from './RoomCard.module.css';

const SIGNS = {
  gone: IconDoorOff,
  closed: IconClock,
  locked: IconLock,
  here: IconArrowBackUp,
  seat_kept: IconShieldCheck,
  nobody: IconDoor,
};

/** The line under the seats: who is here, or why nobody can come in. */
export function CardNote({ id, card, gone }: { id: string; card: Card; gone: boolean }) {
  const { t, i18n } = useTranslation();
  const note = gone ? ({ kind: 'gone' } as const) : noteOf(card);
  if (note.kind === 'present') {
    const names = list(i18n.language, note.names, note.more > 0);
    return (
      <p id={id} className={styles.note}>
        <span className={styles.doorways}>
          {card.present.slice(0, 3).map((person) => (
            <Doorway key={person.id} id={person.id} name={person.name} image={person.avatar} size={26} />
          ))}
        </span>
        <span className={styles.line}>{note.more > 0 ? t('card.present', { names, count: note.more }) : names}</span>
      </p>
    );
  }
  if (note.kind === 'full') return <Line id={id} card={card} />;
  if (note.kind === 'offered') {
    return (
      <p id={id} className={styles.note}>
        <IconArmchair size={18} stroke={1.75} aria-hidden="true" />
        <Kept until={note.until} />
      </p>
    );
  }
  const text = {
    gone: t('card.gone_note'),
    closed: note.kind === 'closed' && note.reason ? note.reason : t('card.closed_note'),
    locked: t('waiting.locked'),
    here: t('card.you_are_here'),
    seat_kept: t('card.seat_kept'),
    nobody: t('card.nobody'),
  }[note.kind];
  const Sign = SIGNS[note.kind];
  return (
    <p id={id} className={styles.note}>
      <Sign size={18} stroke={1.75} aria-hidden="true" />
      <span className={styles.line} title={text} dir="auto">
        {text}
      </span>
    </p>
  );
}
