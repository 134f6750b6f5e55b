import { IconBroadcast, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Item } from '../../api/types';
import { Tag } from '../../ui/Tag';
import styles from './Items.module.css';

/** A row that leads to an item's page: when, what, and whether it is on now. */
export function ItemLink({ item, time, on = false }: { item: Item; time?: string | undefined; on?: boolean }) {
  const { t } = useTranslation();
  return (
    <Link to="/items/$item" params={{ item: item.id }} className={styles.row}>
      {time && <span className={styles.time}>{time}</span>}
      <span className={styles.name}>
        <bdi>{item.name}</bdi>
      </span>
      {on && (
        <Tag icon={IconBroadcast} tone="ok">
          {t('items.on_now')}
        </Tag>
      )}
      <IconChevronRight className={styles.arrow} size={20} stroke={1.75} aria-hidden="true" />
    </Link>
  );
}
