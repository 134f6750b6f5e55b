import { useTranslation } from 'react-i18next';
import type { Item } from '../../api/types';
import { useMe } from '../account/RequireMe';
import { useNow } from '../removal/useNow';
import { ItemLink } from './ItemLink';
import styles from './Items.module.css';
import { daysOf, isOn } from './logic';
import { dayName, span, zoneName } from './times';

const LOOK_MS = 20_000;

/** Sessions by day and time, in the event's own time zone; what is on now says so. */
export function Agenda({ sessions }: { sessions: Item[] }) {
  const { t, i18n } = useTranslation();
  const { event } = useMe();
  const now = useNow(true, LOOK_MS);
  const zone = event.time_zone;
  return (
    <>
      <p className={styles.zone}>{t('items.zone', { zone: zoneName(i18n.language, zone, now) })}</p>
      {daysOf(sessions, zone).map(({ date, items }) => (
        <section key={date ?? 'none'} className={styles.day} aria-labelledby={`day-${date}`}>
          <h3 id={`day-${date}`}>
            {items[0]?.starts_at ? dayName(i18n.language, items[0].starts_at, zone) : t('items.no_time')}
          </h3>
          <ul className={styles.list}>
            {items.map((item) => (
              <li key={item.id}>
                <ItemLink item={item} time={span(i18n.language, item, zone)} on={isOn(item, now)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
