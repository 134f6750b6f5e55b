import { useRoomContext, useStartAudio } from '@livekit/components-react';
import { Button, CloseButton } from '@mantine/core';
import { IconCircleCheck, IconRefresh, IconVideoOff, IconVolume } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Failure, failureOf, permissionOf } from '../devices/failure';
import { loadExtras } from './load';
import styles from './Room.module.css';
import type { Stay, StayState } from './stay';

const Silent = lazy(() => loadExtras().then((extras) => ({ default: extras.Silent })));

interface Props {
  stay: Stay;
  state: StayState;
  onLeave: () => void;
}

/** One banner above the tiles at most, the most pressing one. */
export function Notices({ stay, state, onLeave }: Props) {
  const { t } = useTranslation();
  const away = useAway(state.away);
  const sound = useStartAudio({ room: useRoomContext(), props: {} });
  if (away !== 'no') {
    return (
      <div className={styles.banner} data-tone={away === 'back' ? 'ok' : 'warn'} role="status">
        {away === 'back' ? (
          <IconCircleCheck size={22} aria-hidden="true" />
        ) : (
          <IconRefresh size={22} aria-hidden="true" />
        )}
        <span>{t(away === 'back' ? 'room.back_online' : 'room.reconnecting')}</span>
        {away === 'long' && (
          <>
            <Button variant="subtle" color="lamp" component="a" href="/network" target="_blank">
              {t('room.check_network')}
            </Button>
            <Button variant="subtle" color="lamp" onClick={onLeave}>
              {t('room.leave')}
            </Button>
          </>
        )}
      </div>
    );
  }
  if (state.trouble) return <DeviceTrouble trouble={state.trouble} onClose={() => stay.troubleTold()} />;
  if (state.phase === 'inside' && !sound.canPlayAudio) {
    return (
      <div className={styles.banner} data-tone="warn">
        <Button leftSection={<IconVolume size={20} aria-hidden="true" />} onClick={sound.mergedProps.onClick}>
          {t('room.sound')}
        </Button>
      </div>
    );
  }
  return <Suspense>{state.silent && <Silent onOver={stay.silenceOver} />}</Suspense>;
}

/** A second of silence is nothing to talk about; fifteen are worth a way out; a return is worth a word. */
function useAway(away: boolean): 'no' | 'short' | 'long' | 'back' {
  const [shown, setShown] = useState<'no' | 'short' | 'long' | 'back'>('no');
  useEffect(() => {
    if (!away) {
      setShown((was) => (was === 'short' || was === 'long' ? 'back' : 'no'));
      const fade = setTimeout(() => setShown('no'), 3000);
      return () => clearTimeout(fade);
    }
    const short = setTimeout(() => setShown('short'), 1000);
    const long = setTimeout(() => setShown('long'), 15_000);
    return () => {
      clearTimeout(short);
      clearTimeout(long);
    };
  }, [away]);
  return shown;
}

function DeviceTrouble({ trouble, onClose }: { trouble: NonNullable<StayState['trouble']>; onClose: () => void }) {
  const { t } = useTranslation(['translation', 'device']);
  const { device, error } = trouble;
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let gone = false;
    void permissionOf(device).then((permission) => !gone && setFailure(failureOf(error, permission)));
    return () => {
      gone = true;
    };
  }, [device, error]);
  if (!failure) return null;
  const steps = t(`device:${device}.${failure}_steps`, { returnObjects: true }) as string[];
  return (
    <div className={styles.banner} data-tone="danger" role="alert">
      <IconVideoOff size={22} aria-hidden="true" />
      <span>
        {t(`device:${device}.${failure}_title`)}
        {'. '}
        {steps.join(' ')}
      </span>
      <CloseButton aria-label={t('prejoin.close')} size={44} onClick={onClose} />
    </div>
  );
}
