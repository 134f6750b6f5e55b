import { useLocalParticipant } from '@livekit/components-react';
import { Popover, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import {
  type Icon,
  IconAdjustmentsHorizontal,
  IconDoorExit,
  IconMicrophone,
  IconMicrophoneOff,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { canChooseSpeaker, DeviceSelect } from '../devices/DeviceSelect';
import styles from './Bar.module.css';
import type { Stay } from './stay';

interface Props {
  stay: Stay;
  leaving: boolean;
  onLeave: () => void;
}

/** The controls of the room, in one order everywhere; Leave last and apart. */
export function Bar({ stay, leaving, onLeave }: Props) {
  const { t } = useTranslation();
  const { isMicrophoneEnabled: heard, isCameraEnabled: seen } = useLocalParticipant({ room: stay.livekit });
  const switchMicrophone = () => void stay.setDevice('microphone', !heard);
  const switchCamera = () => void stay.setDevice('camera', !seen);
  useHotkeys([
    ['mod+D', switchMicrophone],
    ['mod+E', switchCamera],
  ]);
  return (
    <nav className={styles.bar} aria-label={t('room.controls')}>
      <Control
        sign={heard ? IconMicrophone : IconMicrophoneOff}
        word={t(heard ? 'room.mute' : 'room.unmute')}
        data-off={!heard || undefined}
        aria-keyshortcuts="Control+D Meta+D"
        onClick={switchMicrophone}
      />
      <Control
        sign={seen ? IconVideo : IconVideoOff}
        word={t(seen ? 'room.stop_camera' : 'room.start_camera')}
        data-off={!seen || undefined}
        aria-keyshortcuts="Control+E Meta+E"
        onClick={switchCamera}
      />
      <Devices stay={stay} />
      <Control
        sign={IconDoorExit}
        flip
        word={t('room.leave')}
        data-leave
        aria-disabled={leaving}
        onClick={() => !leaving && onLeave()}
      />
    </nav>
  );
}

type ControlProps = ComponentProps<'button'> & { sign: Icon; word: string; flip?: boolean };

/** An icon over its word. */
function Control({ sign: Sign, word, flip, className = '', ...rest }: ControlProps) {
  return (
    <UnstyledButton className={`${styles.control} ${className}`} {...rest}>
      <Sign className={flip ? 'flip' : undefined} size={25} stroke={1.75} aria-hidden="true" />
      {word}
    </UnstyledButton>
  );
}

function Devices({ stay }: { stay: Stay }) {
  const { t } = useTranslation();
  return (
    <Popover position="top" width={320} trapFocus withRoles>
      <Popover.Target>
        <Control sign={IconAdjustmentsHorizontal} word={t('room.devices')} />
      </Popover.Target>
      <Popover.Dropdown aria-label={t('room.devices_title')}>
        <div className={styles.devices}>
          <DeviceSelect kind="audioinput" room={stay.livekit} />
          <DeviceSelect kind="videoinput" room={stay.livekit} />
          {canChooseSpeaker && <DeviceSelect kind="audiooutput" room={stay.livekit} />}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
