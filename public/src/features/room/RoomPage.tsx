import { Skeleton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { EndScreen } from '../../ui/EndScreen';
import { PlainTop } from '../account/PlainPage';
import { RequireMe } from '../account/RequireMe';
import { PreJoin } from '../prejoin/PreJoin';
import { entries } from '../seat/entry';
import { hasGrant, onGrant } from '../seat/seat';
import { loadRoomScreen, roomScreen } from './load';
import styles from './Room.module.css';

const LazyRoomScreen = lazy(loadRoomScreen);

/**
 * /rooms/$room. Coming from pre-join, or back from a reload, the way is straight in. Somebody who opens the address by
 * itself meets the pre-join dialog first: nobody goes live by following a link.
 */
export function RoomPage({ room }: { room: string }) {
  return (
    <RequireMe loading={<Opening />}>
      <Door room={room} />
    </RequireMe>
  );
}

function Door({ room }: { room: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const granted = useSyncExternalStore(onGrant, () => hasGrant(room));
  const [known] = useState(() => entries.of(room) !== null);
  const [inside, setInside] = useState(known || granted);
  if (granted && !inside) setInside(true);
  const [RoomScreen] = useState(() => roomScreen() ?? LazyRoomScreen);
  if (inside) {
    return (
      <Suspense fallback={<Opening />}>
        <RoomScreen room={room} />
      </Suspense>
    );
  }
  return (
    <>
      <EndScreen door="open" title={t('room.connecting')} top={<PlainTop />} />
      <PreJoin room={room} onClose={() => void navigate({ to: '/' })} />
    </>
  );
}

/** The room's shape, until its code and the first answer are there. */
function Opening() {
  const { t } = useTranslation();
  return (
    <main id="content" className={styles.opening} aria-label={t('room.connecting')} aria-busy="true">
      <Skeleton className={styles.openingTile} />
      <p role="status">{t('room.connecting')}</p>
    </main>
  );
}
