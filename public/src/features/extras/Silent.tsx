import { useLocalParticipant, useTrackVolume } from '@livekit/components-react';
import { CloseButton } from '@mantine/core';
import { IconMicrophoneOff } from '@tabler/icons-react';
import type { LocalAudioTrack } from 'livekit-client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '../room/Room.module.css';

/** LiveKit listens for a fifth of a second; some headsets take longer to wake up. */
const PATIENCE_MS = 4000;
/** Of 1; less is the noise of an empty line. */
const SOUND = 0.005;

/** "We can't hear you", if nothing at all comes from an open microphone for a while. */
export function Silent({ onOver }: { onOver: () => void }) {
  const { t } = useTranslation();
  const { microphoneTrack, isMicrophoneEnabled: open } = useLocalParticipant();
  const heard = useTrackVolume(microphoneTrack?.track as LocalAudioTrack | undefined) > SOUND;
  const [sure, setSure] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSure(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (heard || !open) onOver();
  }, [heard, open, onOver]);
  if (!sure) return null;
  return (
    <div className={styles.banner} data-tone="warn" role="status">
      <IconMicrophoneOff size={22} aria-hidden="true" />
      <span>{t('prejoin.cannot_hear')}</span>
      <CloseButton aria-label={t('prejoin.close')} size={44} onClick={onOver} />
    </div>
  );
}
