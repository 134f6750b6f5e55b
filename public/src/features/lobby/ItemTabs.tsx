import { IconBuildingStore, IconCalendar, IconFileText } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ItemKind } from '../../api/types';
import { PATHS } from '../items/kinds';
import styles from './Wall.module.css';

const ICONS = { session: IconCalendar, sponsor: IconBuildingStore, page: IconFileText } as const;

interface Props {
  kinds: { kind: ItemKind; count: number }[];
  current: ItemKind | undefined;
}

/** Agenda, Sponsors, Pages: each where there is something of its kind. A failure leaves them out; rooms come first. */
export function ItemTabs({ kinds, current }: Props) {
  const { t } = useTranslation();
  return kinds.map(({ kind, count }) => {
    const Sign = ICONS[kind];
    return (
      <Link key={kind} to={PATHS[kind]} className={styles.tab} aria-current={kind === current ? 'page' : undefined}>
        <Sign size={21} stroke={1.75} aria-hidden="true" />
        {t(`items.${kind}.tab`)}{' '}
        <small>
          <span aria-hidden="true">{count}</span>
          <span className="sr-only">{t('items.entries', { count })}</span>
        </small>
      </Link>
    );
  });
}
