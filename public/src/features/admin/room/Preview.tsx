import { IconDoorEnter, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Cover } from '../../../ui/Cover';
import { Seats } from '../../../ui/Seats';
import styles from './Room.module.css';
import { type RoomValues, SEATS } from './values';

/** The card as attendees will see it. */
export function Preview({ id, values, attendees }: { id: string; values: RoomValues; attendees: number }) {
  const { t } = useTranslation('rooms');
  const limit = Math.min(SEATS, Math.max(1, Math.trunc(Number(values.attendee_limit)) || SEATS));
  const Sign = values.enabled ? IconDoorEnter : IconLock;
  return (
    <section className={styles.preview} aria-label={t('room.preview')}>
      <h3>{t('room.preview')}</h3>
      <div className={styles.well}>
        <div className={styles.card}>
          <Cover id={id} image={values.image} icon={values.icon} dimmed={!values.enabled} />
          <p className={styles.cardName} dir="auto">
            {values.name.trim() || t('room.unnamed')}
          </p>
          <p className={styles.cardText} dir="auto">
            {values.description}
          </p>
          <div className={styles.cardSeats}>
            <Seats taken={attendees} limit={limit} />
            <span>{t('of', { taken: attendees, limit })}</span>
          </div>
          {!values.enabled && values.closed_reason && (
            <p className={styles.cardText} dir="auto">
              {values.closed_reason}
            </p>
          )}
          <div className={styles.cardButton} data-closed={!values.enabled || undefined}>
            <Sign size={20} stroke={1.75} aria-hidden="true" className="flip" />
            {t(values.enabled ? 'room.join' : 'room.closed')}
          </div>
        </div>
      </div>
    </section>
  );
}
