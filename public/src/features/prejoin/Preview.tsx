import { Button } from '@mantine/core';
import { IconEyeOff, IconMicrophone, IconMicrophoneOff, IconVideo, IconVideoOff } from '@tabler/icons-react';
import type { LocalAudioTrack, LocalVideoTrack } from 'livekit-client';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../api/types';
import { Doorway } from '../../ui/Doorway';
import type { Choices } from '../devices/choices';
import styles from './PreJoin.module.css';
import type { PreviewTrack } from './usePreviewTrack';

interface Props {
  person: Person;
  choices: Choices;
  camera: PreviewTrack<LocalVideoTrack>;
  microphone: PreviewTrack<LocalAudioTrack>;
  onChange: (part: Partial<Choices>) => void;
}

/** How the others will see you, mirrored as in a looking-glass. */
export function Preview({ person, choices, camera, microphone, onChange }: Props) {
  const { t } = useTranslation(['translation', 'device']);
  const MicSign = choices.microphone && !microphone.failure ? IconMicrophone : IconMicrophoneOff;
  const CameraSign = choices.camera && !camera.failure ? IconVideo : IconVideoOff;
  return (
    <div className={styles.preview}>
      {camera.track ? (
        <Picture track={camera.track} />
      ) : (
        <NoPicture person={person} choices={choices} camera={camera} />
      )}
      {camera.track && (
        <span className={styles.pill}>
          <IconEyeOff size={18} stroke={1.75} aria-hidden="true" />
          {t('prejoin.only_you')}
        </span>
      )}
      <div className={styles.toggles}>
        <Button
          leftSection={<MicSign size={20} stroke={1.75} aria-hidden="true" />}
          data-off={!choices.microphone || microphone.failure ? true : undefined}
          aria-disabled={microphone.failure !== null}
          onClick={() => !microphone.failure && onChange({ microphone: !choices.microphone })}
        >
          {microphone.failure
            ? t('device:microphone.button')
            : t(choices.microphone ? 'prejoin.mute' : 'prejoin.unmute')}
        </Button>
        <Button
          leftSection={<CameraSign size={20} stroke={1.75} aria-hidden="true" />}
          data-off={!choices.camera || camera.failure ? true : undefined}
          aria-disabled={camera.failure !== null}
          onClick={() => !camera.failure && onChange({ camera: !choices.camera })}
        >
          {camera.failure
            ? t('device:camera.button')
            : t(choices.camera ? 'prejoin.stop_camera' : 'prejoin.start_camera')}
        </Button>
      </div>
    </div>
  );
}

function Picture({ track }: { track: LocalVideoTrack }) {
  const { t } = useTranslation(['translation', 'device']);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    track.attach(element);
    return () => void track.detach(element);
  }, [track]);
  return <video ref={video} aria-label={t('prejoin.preview')} muted playsInline autoPlay />;
}

function NoPicture({ person, choices, camera }: Pick<Props, 'person' | 'choices' | 'camera'>) {
  const { t } = useTranslation(['translation', 'device']);
  const { failure } = camera;
  const starting = choices.camera && !failure;
  return (
    <div className={styles.noCamera}>
      <Doorway id={person.id} name={person.name} image={person.avatar} size="clamp(48px, 12vw, 72px)" />
      <b>{failure ? t(`device:camera.${failure}`) : t(starting ? 'prejoin.starting' : 'prejoin.camera_off')}</b>
      {!starting && (
        <span className={styles.hint}>{failure ? t('device:camera.text') : t('prejoin.camera_off_text')}</span>
      )}
    </div>
  );
}
