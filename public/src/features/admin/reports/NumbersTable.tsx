import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FeatureNumbers, Metrics, Numbers } from '../../../api/admin/metrics';
import { COLUMNS, type Column, shown } from './logic';
import styles from './Reports.module.css';

/** How the head of a column reads. */
function useHead() {
  const { t } = useTranslation('reports');
  return (column: Column) => {
    if (column === 'clicks' || column === 'chats') return t(column);
    return column === 'minutes' || column === 'average' ? t(`table.${column}`) : t(`tile.${column}`);
  };
}

/** All numbers: the event's, each feature's and, folded out, its rooms'. */
export function NumbersTable({ metrics }: { metrics: Metrics }) {
  const { t } = useTranslation('reports');
  const head = useHead();
  return (
    <section className={styles.card} aria-labelledby="numbers">
      <h2 id="numbers">{t('table.title')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by the keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={t('table.scroll')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('table.name')}</th>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {head(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className={styles.whole}>
              <th scope="row">{t('table.whole')}</th>
              <Cells numbers={metrics} />
            </tr>
            {metrics.features.map((feature) => (
              <Feature key={feature.id} feature={feature} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Feature({ feature }: { feature: FeatureNumbers }) {
  const { t } = useTranslation('reports');
  const [open, setOpen] = useState(false);
  const { name, rooms, deleted } = feature;
  return (
    <>
      <tr>
        <th scope="row">
          {rooms.length > 0 ? (
            <UnstyledButton
              className={styles.fold}
              aria-expanded={open}
              aria-label={t(open ? 'table.close' : 'table.open', { name })}
              onClick={() => setOpen(!open)}
            >
              <IconChevronRight
                className="flip"
                size={18}
                stroke={1.75}
                aria-hidden="true"
                data-open={open || undefined}
              />
              <bdi>{name}</bdi>
            </UnstyledButton>
          ) : (
            <bdi className={styles.leaf}>{name}</bdi>
          )}
          {deleted && <small> {t('table.deleted')}</small>}
        </th>
        <Cells numbers={feature} />
      </tr>
      {open &&
        rooms.map((room) => (
          <tr key={room.id} className={styles.room}>
            <th scope="row">
              <bdi>{room.name}</bdi>
              {room.deleted && <small> {t('table.deleted')}</small>}
            </th>
            <Cells numbers={room} />
          </tr>
        ))}
    </>
  );
}

function Cells({ numbers }: { numbers: Numbers }) {
  const { i18n } = useTranslation('reports');
  return COLUMNS.map((column) => <td key={column}>{shown(i18n.language, numbers, column)}</td>);
}
