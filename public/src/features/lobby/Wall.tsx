import { Skeleton } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { itemsQuery } from '../../api/items';
import type { Feature, ItemKind } from '../../api/types';
import { eventDates } from '../../i18n/format';
import foyer from '../../ui/art/foyer.svg';
import { Brand } from '../../ui/Brand';
import { NamedIcon } from '../../ui/NamedIcon';
import { useMe } from '../account/RequireMe';
import { TopTools } from '../account/TopTools';
import { kindsOf } from '../items/kinds';
import { ItemTabs } from './ItemTabs';
import { useCurrentInSight } from './useCurrentInSight';
import styles from './Wall.module.css';

interface Props {
  features: Feature[];
  current?: string;
  /** The kind of items looked at, if it is not a feature. */
  kind?: ItemKind;
  /** Who is where right now; null while nobody knows. */
  people: { people: number; rooms: number } | null;
}

/** The foyer's wall with its doors: event, dates, how many are inside, and the features as tabs. */
export function Wall({ features, current, kind, people }: Props) {
  const { t, i18n } = useTranslation();
  const { person, event } = useMe();
  const kinds = kindsOf(useQuery(itemsQuery).data ?? []);
  const inSight = useCurrentInSight(current ?? kind, features.length + kinds.length);
  return (
    <header className={styles.wall}>
      <div className={styles.top}>
        <Link to="/" className={styles.home} aria-label={t('app.home')}>
          <Brand name={t('app.name')} />
        </Link>
        <TopTools person={person} />
      </div>
      <div className={styles.foyer}>
        <img className={styles.scene} src={foyer} alt="" />
        <p className={styles.dates}>{eventDates(i18n.language, event.starts_at, event.ends_at, event.time_zone)}</p>
        <h1 dir="auto">{event.name}</h1>
        <p className={styles.now}>
          {people && <IconUsers size={22} stroke={1.75} aria-hidden="true" />}
          {people && t('lobby.now', { count: people.people, rooms: t('count.rooms', { count: people.rooms }) })}
        </p>
        <nav ref={inSight} className={styles.tabs} aria-label={t('lobby.features')}>
          {features.map((feature) => (
            <Link
              key={feature.id}
              to="/"
              search={{ feature: feature.id }}
              className={styles.tab}
              aria-current={feature.id === current ? 'page' : undefined}
            >
              {feature.image ? (
                <img className={styles.picture} src={feature.image} alt="" />
              ) : (
                feature.icon && <NamedIcon name={feature.icon} size={21} />
              )}
              {feature.name}{' '}
              <small>
                <span aria-hidden="true">{feature.rooms}</span>
                <span className="sr-only">{t('count.rooms', { count: feature.rooms })}</span>
              </small>
            </Link>
          ))}
          <ItemTabs kinds={kinds} current={kind} />
        </nav>
      </div>
    </header>
  );
}

export function WallSkeleton() {
  const { t } = useTranslation();
  return (
    <header className={styles.wall}>
      <div className={styles.top}>
        <span className={styles.home}>
          <Brand name={t('app.name')} />
        </span>
      </div>
      <h1 className="sr-only">{t('lobby.loading')}</h1>
      <div className={styles.foyer} aria-hidden="true">
        <Skeleton height={14} width={220} mb={12} className={styles.ghost} />
        <Skeleton height={40} width="min(420px, 80%)" mb={16} className={styles.ghost} />
        <Skeleton height={16} width={240} mb={30} className={styles.ghost} />
        <Skeleton height={50} width={180} className={styles.ghost} />
      </div>
    </header>
  );
}
