import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { itemsQuery } from '../../api/items';
import type { ItemKind } from '../../api/types';
import { usePageTitle } from '../../ui/usePageTitle';
import { RequireMe } from '../account/RequireMe';
import { Empty, Failed } from '../lobby/LobbyStates';
import { WallSkeleton } from '../lobby/Wall';
import { Agenda } from './Agenda';
import { ItemFrame } from './ItemFrame';
import { ItemLink } from './ItemLink';
import { ItemSkeletons } from './ItemSkeletons';
import styles from './Items.module.css';
import { useArrival } from './useArrival';

/** /agenda, /sponsors, /pages */
export function ItemsPage({ kind }: { kind: ItemKind }) {
  const { t } = useTranslation();
  const name = t(`items.${kind}.tab`);
  usePageTitle(name);
  return (
    <RequireMe loading={<WallSkeleton />}>
      <ItemFrame kind={kind}>
        <Title key={kind} name={name} />
        <Entries kind={kind} />
      </ItemFrame>
    </RequireMe>
  );
}

function Title({ name }: { name: string }) {
  return (
    <h2 ref={useArrival()} className={styles.title} tabIndex={-1}>
      {name}
    </h2>
  );
}

function Entries({ kind }: { kind: ItemKind }) {
  const { t } = useTranslation();
  const items = useQuery(itemsQuery);
  if (!items.data) return items.error ? <Failed retry={() => void items.refetch()} /> : <ItemSkeletons />;
  const mine = items.data.filter((item) => item.kind === kind);
  if (mine.length === 0) return <Empty title={t(`items.${kind}.empty`)} text={t('items.empty_text')} />;
  if (kind === 'session') return <Agenda sessions={mine} />;
  return (
    <ul className={styles.list}>
      {mine.map((item) => (
        <li key={item.id}>
          <ItemLink item={item} />
        </li>
      ))}
    </ul>
  );
}

export const AgendaPage = () => <ItemsPage kind="session" />;
export const SponsorsPage = () => <ItemsPage kind="sponsor" />;
export const PagesPage = () => <ItemsPage kind="page" />;
