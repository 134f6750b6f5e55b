import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { featuresQuery } from '../../api/features';
import type { Feature } from '../../api/types';
import { usePageTitle } from '../../ui/usePageTitle';
import { RequireMe } from '../account/RequireMe';
import { Lobby } from './Lobby';
import styles from './Lobby.module.css';
import { CardSkeletons, Failed, Nothing } from './LobbyStates';
import { chosenFeature } from './logic';
import { Wall, WallSkeleton } from './Wall';

const route = getRouteApi('/');

export function LobbyPage() {
  const { t } = useTranslation();
  usePageTitle(t('lobby.page'));
  return (
    <RequireMe loading={<Waiting />}>
      <Features />
    </RequireMe>
  );
}

function Features() {
  const features = useQuery(featuresQuery);
  const search = route.useSearch();
  if (!features.data) {
    return features.error ? (
      <Frame>
        <Failed retry={() => void features.refetch()} />
      </Frame>
    ) : (
      <Waiting />
    );
  }
  const feature = chosenFeature(features.data, search.feature);
  if (!feature)
    return (
      <Frame>
        <Nothing />
      </Frame>
    );
  return <Lobby key={feature.id} feature={feature} features={features.data} />;
}

function Frame({ children, features = [] }: { children: React.ReactNode; features?: Feature[] }) {
  return (
    <>
      <Wall features={features} people={null} />
      <main id="content" className={styles.lobby}>
        {children}
      </main>
    </>
  );
}

function Waiting() {
  return (
    <>
      <WallSkeleton />
      <main id="content" className={styles.lobby}>
        {/* The room the search will take. */}
        <Skeleton height={44} width="min(340px, 100%)" mb={18} />
        <CardSkeletons />
      </main>
    </>
  );
}
