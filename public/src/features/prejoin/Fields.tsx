import { Anchor, Button, Checkbox } from '@mantine/core';
import { IconVolume } from '@tabler/icons-react';
import type { LocalAudioTrack, LocalVideoTrack } from 'livekit-client';
import { useTranslation } from 'react-i18next';
import { chime } from '../devices/chime';
import type { Choices } from '../devices/choices';
import { canChooseSpeaker, DeviceSelect } from '../devices/DeviceSelect';
import { MicLevel } from '../devices/MicLevel';
import styles from './PreJoin.module.css';
import type { PreviewTrack } from './usePreviewTrack';

interface Props {
  choices: Choices;
  camera: PreviewTrack<LocalVideoTrack>;
  microphone: PreviewTrack<LocalAudioTrack>;
  remember: boolean;
  onRemember: (on: boolean) => void;
  onChange: (part: Partial<Choices>) => void;
}

/** Which microphone, camera and speaker. */
export function Fields({ choices, camera, microphone, remember, onRemember, onChange }: Props) {
  const { t } = useTranslation(['translation', 'device']);
  // Names of devices are told only after the permission: a new key lists them again when a track has opened.
  const known = String(camera.track !== null || microphone.track !== null);
  return (
    <>
      <div>
        <DeviceSelect
          key={`audioinput-${known}`}
          kind="audioinput"
          value={choices.microphoneId || idOf(microphone)}
          onChange={(microphoneId) => onChange({ microphoneId })}
        />
        {microphone.track && <MicLevel track={microphone.track} />}
        {!choices.microphone && <p className={styles.hint}>{t('prejoin.muted')}</p>}
        {microphone.replaced && <p className={styles.hint}>{t('prejoin.last_microphone_gone')}</p>}
      </div>
      {!camera.failure && (
        <div>
          <DeviceSelect
            key={`videoinput-${known}`}
            kind="videoinput"
            value={choices.cameraId || idOf(camera)}
            onChange={(cameraId) => onChange({ cameraId })}
          />
          {camera.replaced && <p className={styles.hint}>{t('prejoin.last_camera_gone')}</p>}
        </div>
      )}
      <div className={styles.speaker}>
        {canChooseSpeaker && (
          <DeviceSelect
            key={`audiooutput-${known}`}
            kind="audiooutput"
            value={choices.speakerId}
            onChange={(speakerId) => onChange({ speakerId })}
          />
        )}
        <Button
          variant="default"
          leftSection={<IconVolume size={20} stroke={1.75} aria-hidden="true" />}
          onClick={() => void chime(choices.speakerId).catch(() => undefined)}
        >
          {t('prejoin.test_speaker')}
        </Button>
      </div>
      <Checkbox
        label={t('prejoin.remember')}
        checked={remember}
        onChange={(event) => onRemember(event.currentTarget.checked)}
      />
      {/* In a tab of its own: the seat stays kept here. */}
      <Anchor className={styles.network} href="/network" target="_blank">
        {t('device:network')}
      </Anchor>
    </>
  );
}

const idOf = ({ track }: PreviewTrack<LocalAudioTrack | LocalVideoTrack>) =>
  track?.mediaStreamTrack.getSettings().deviceId ?? '';
