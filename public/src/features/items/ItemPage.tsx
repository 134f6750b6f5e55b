import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemWithCards } from '../../api/types';
import { usePageTitle } from '../../ui/usePageTitle';
import { RequireMe, useMe } from '../account/RequireMe';
import { Empty, Failed } from '../lobby/LobbyStates';
import { Rooms } from '../lobby/Rooms';
import { WallSkeleton } from '../lobby/Wall';
import { ItemFrame } from './ItemFrame';
import { ItemSkeletons } from './ItemSkeletons';
import styles from './Items.module.css';
import { PATHS } from './kinds';
import { dayName, span } from './times';
import { useArrival } from './useArrival';
import { useItem } from './useItem';

const StreamView = lazy(() => import('../stream/StreamView'));

const route = getRouteApi('/items/$item');

/** /items/itm_… */
export function ItemPage() {
  const { item } = route.useParams();
  return (
    <RequireMe loading={<WallSkeleton />}>
      <Page key={item} id={item} />
    </RequireMe>
  );
}

function Page({ id }: { id: string }) {
  const { t } = useTranslation();
  const { item, cards, gone, line, goLive } = useItem(id);
  usePageTitle(item.data?.name ?? t('items.loading'));
  const retry = () => void item.refetch();
  return (
    <ItemFrame {...(item.data && { kind: item.data.kind })}>
      {gone ? (
        <Empty title={t('items.gone')} text={t('items.gone_text')} />
      ) : item.data ? (
        <>
          <Head item={item.data} />
          {item.data.stream && (
            <Suspense fallback={null}>
              <StreamView item={item.data} />
            </Suspense>
          )}
          <h3 className={styles.rooms}>{t('items.rooms')}</h3>
          <Rooms
            all={cards}
            failed={item.error !== null && line !== 'live'}
            line={line}
            onLive={goLive}
            retry={retry}
            nothing={<p className={styles.none}>{t('items.no_rooms')}</p>}
          />
        </>
      ) : item.error ? (
        <Failed retry={retry} />
      ) : (
        <ItemSkeletons />
      )}
    </ItemFrame>
  );
}

/** What it is, when it is, what it is about. */
function Head({ item }: { item: ItemWithCards }) {
  const { t, i18n } = useTranslation();
  const { event } = useMe();
  const zone = event.time_zone;
  return (
    <div className={styles.head}>
      <Link to={PATHS[item.kind]} className={styles.back}>
        {t(`items.${item.kind}.tab`)}
      </Link>
      <h2 ref={useArrival()} dir="auto" tabIndex={-1}>
        {item.name}
      </h2>
      {item.starts_at && (
        <p className={styles.zone}>
          {t('items.when', {
            day: dayName(i18n.language, item.starts_at, zone),
            time: span(i18n.language, item, zone),
          })}
        </p>
      )}
      {item.description && (
        <p className={styles.about} dir="auto">
          {item.description}
        </p>
      )}
    </div>
  );
}
