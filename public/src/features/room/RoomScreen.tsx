import { RoomAudioRenderer, RoomContext } from '@livekit/components-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../ui/usePageTitle';
import { useMe } from '../account/RequireMe';
import { RoomLiveContext, type RoomLiveView } from '../live/RoomLive';
import { useRoomSocket } from '../live/useRoomSocket';
import { useRefreshCards } from '../lobby/useCards';
import { useShownRoom, useSuperseded } from '../presence/PresenceProvider';
import { RemovalProvider } from '../removal/Removal';
import { useScreenOn } from '../stage/useScreenOn';
import { heldStream } from '../stream/held';
import { Announcer } from './Announcer';
import { Bar } from './Bar';
import { Grid } from './Grid';
import { loadChat, loadEnded, loadExtras, loadPeople } from './load';
import { Notices } from './Notices';
import styles from './Room.module.css';
import { RoomTop } from './RoomTop';
import { SidePanel } from './SidePanel';
import { Stay } from './stay';
import { TILE_MENUS } from './TileTools';
import { useAwake } from './useAwake';
import { useSide } from './useSide';

const FloorVoice = lazy(() => import('../floor/FloorVoice'));
const Ended = lazy(loadEnded);
const Extras = lazy(() => loadExtras().then((extras) => ({ default: extras.Extras })));
const MiniPlayer = lazy(() => import('../stream/MiniPlayer'));
const StageView = lazy(() => import('../stage/StageView'));

/** A room from the inside. */
export default function RoomScreen({ room }: { room: string }) {
  const { t } = useTranslation();
  const [stay] = useState(() => new Stay(room));
  const state = useSyncExternalStore(stay.subscribe, stay.snapshot);
  const leave = useLeaving(stay);
  const live = useRoomSocket({
    room,
    me: useMe().person.id,
    joined: state.joined,
    listening: state.phase !== 'ended' || state.ending?.kind === 'removed',
    onRemoved: stay.removed,
    onPutOut: stay.putOut,
    onNoSeat: () => void stay.reseat(),
    onMuted: stay.deviceOff,
  });
  useSuperseded(stay.supersededBy);
  // Also once the stay is over: its end tells of it.
  useShownRoom(stay.room, stay.removed);
  useAwake(state.phase !== 'ended');
  const side = useSide();
  const stream = useSyncExternalStore(heldStream.subscribe, heldStream.snapshot);
  useEffect(() => () => heldStream.wentTo(location.pathname), []);
  const screenOn = useScreenOn(stay.livekit);
  // Kept here: the tiles stand elsewhere while a screen is shared.
  const [pinned, setPinned] = useState<string | null>(null);
  const grid = (
    <Grid entering={state.phase === 'entering'} strip={screenOn !== null} pinned={pinned} onPin={setPinned} />
  );
  const name = live.room?.name;
  usePageTitle(name ?? t('room.connecting'));

  useEffect(() => {
    stay.enter();
    for (const load of [loadEnded, loadExtras, loadChat, loadPeople]) void load().catch(() => undefined);
  }, [stay]);

  if (state.phase === 'ended' && state.ending) {
    const again = (how: { move?: boolean } = {}) => stay.enter({ anew: true, ...how });
    return (
      <Suspense>
        <Ended roomId={room} ending={state.ending} room={name ?? null} onEnter={again} />
      </Suspense>
    );
  }
  return (
    <Inside stay={stay} live={live}>
      <div className={styles.room} data-away={state.away || undefined} data-phase={state.phase}>
        <RoomTop room={live.room} away={state.away} />
        <div className={styles.middle} data-side={((side.panel || stream) && !side.sheet) || undefined}>
          <main id="content" className={styles.body}>
            <Notices stay={stay} state={state} onLeave={leave.now} />
            {screenOn ? (
              <Suspense fallback={grid}>
                <StageView on={screenOn}>{grid}</StageView>
              </Suspense>
            ) : (
              grid
            )}
            <div id={TILE_MENUS} />
          </main>
          <div className={styles.end}>
            <SidePanel side={side} />
            {stream && (
              <Suspense>
                <MiniPlayer held={stream} onReturn={leave.now} />
              </Suspense>
            )}
          </div>
        </div>
        <Bar stay={stay} side={side} leaving={leave.leaving} onLeave={leave.now} />
      </div>
      <RoomAudioRenderer />
      <Announcer />
      <Suspense>
        <FloorVoice onLocked={stay.deviceOff} />
        <Extras stay={stay} />
      </Suspense>
    </Inside>
  );
}

function Inside({ stay, live, children }: { stay: Stay; live: RoomLiveView; children: React.ReactNode }) {
  return (
    <RoomContext.Provider value={stay.livekit}>
      <RoomLiveContext value={live}>
        <RemovalProvider roomId={stay.room}>{children}</RemovalProvider>
      </RoomLiveContext>
    </RoomContext.Provider>
  );
}

/** Leave by the button goes to the lobby of this room; any other way out of the page leaves as well. */
function useLeaving(stay: Stay) {
  const navigate = useNavigate();
  const refresh = useRefreshCards();
  const [leaving, setLeaving] = useState(false);

  useEffect(
    () => () => {
      if (stay.state.phase !== 'ended') void stay.leave().then(refresh);
    },
    [stay, refresh],
  );

  const now = useCallback(async () => {
    setLeaving(true);
    const feature = stay.state.joined?.room.feature;
    await stay.leave();
    await refresh();
    const watched = heldStream.snapshot()?.item;
    if (watched) await navigate({ to: '/items/$item', params: { item: watched } });
    else await navigate({ to: '/', search: feature ? { feature } : {} });
  }, [stay, navigate, refresh]);
  return { leaving, now };
}
