import { useMediaDeviceSelect } from '@livekit/components-react';
import { NativeSelect } from '@mantine/core';
import { type Icon, IconChevronDown, IconMicrophone, IconVideo, IconVolume } from '@tabler/icons-react';
import type { Room } from 'livekit-client';
import { useTranslation } from 'react-i18next';

const KINDS = {
  audioinput: { label: 'prejoin.microphone', sign: IconMicrophone },
  videoinput: { label: 'prejoin.camera', sign: IconVideo },
  audiooutput: { label: 'prejoin.speaker', sign: IconVolume },
} as const satisfies Record<MediaDeviceKind, { label: string; sign: Icon }>;

interface Props {
  kind: MediaDeviceKind;
  /** Given in pre-join. In a room the room itself knows, and switches. */
  value?: string;
  onChange?: (id: string) => void;
  room?: Room;
}

/** The system's own list: known to every phone, keyboard and screen reader. */
export function DeviceSelect({ kind, value, onChange, room }: Props) {
  const { t } = useTranslation();
  const { devices, activeDeviceId, setActiveMediaDevice } = useMediaDeviceSelect({
    kind,
    room,
    requestPermissions: false,
  });
  // Before the permission a browser lists devices without ids and names: nothing to choose from.
  const known = devices.filter((device) => device.deviceId !== '');
  const { label, sign: Sign } = KINDS[kind];
  const chosen = value ?? activeDeviceId;
  const change = (id: string) => {
    if (onChange) onChange(id);
    else void setActiveMediaDevice(id).catch(() => undefined);
  };
  return (
    <NativeSelect
      label={t(label)}
      leftSection={<Sign size={20} stroke={1.75} aria-hidden="true" />}
      rightSection={<IconChevronDown size={20} stroke={1.75} aria-hidden="true" />}
      value={known.some((device) => device.deviceId === chosen) ? chosen : ''}
      onChange={(event) => change(event.currentTarget.value)}
    >
      {!known.some((device) => device.deviceId === chosen) && <option value="">{t('prejoin.default_device')}</option>}
      {known.map((device) => (
        <option key={device.deviceId} value={device.deviceId}>
          {device.label || t('prejoin.default_device')}
        </option>
      ))}
    </NativeSelect>
  );
}

/** Choosing a speaker is not something every browser can do. */
export const canChooseSpeaker = 'setSinkId' in HTMLMediaElement.prototype;
