import { useTranslation } from 'react-i18next';
import type { Numbers } from '../../../api/admin/metrics';
import { COLUMNS, type Column, shown } from './logic';
import styles from './Reports.module.css';

type Tile = Exclude<Column, 'clicks' | 'chats'>;
/** Clicks and chats have a picture of their own. */
const TILES = COLUMNS.filter((column): column is Tile => column !== 'clicks' && column !== 'chats');

/** The whole event, a number each. */
export function Tiles({ numbers }: { numbers: Numbers }) {
  const { t, i18n } = useTranslation('reports');
  return (
    <section aria-label={t('tiles')}>
      <dl className={styles.tiles}>
        {TILES.map((column) => (
          <div key={column} className={styles.tile}>
            <dt>{t(`tile.${column}`)}</dt>
            <dd>{shown(i18n.language, numbers, column)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
