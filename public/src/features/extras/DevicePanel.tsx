import { Button, Checkbox } from '@mantine/core';
import { IconActivityHeartbeat, IconKeyboard, IconLifebuoy } from '@tabler/icons-react';
import type { Room } from 'livekit-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canChooseSpeaker, DeviceSelect } from '../devices/DeviceSelect';
import styles from './Extras.module.css';
import { pushToTalk } from './pushToTalk';

/** Which camera, microphone and speaker, how to talk by key, and where to look when something does not work. */
export function DevicePanel({ livekit, onShortcuts }: { livekit: Room; onShortcuts: () => void }) {
  const { t } = useTranslation('inside');
  const [talk, setTalk] = useState(() => pushToTalk.on());
  return (
    <div className={styles.panel}>
      <DeviceSelect kind="audioinput" room={livekit} />
      <DeviceSelect kind="videoinput" room={livekit} />
      {canChooseSpeaker && <DeviceSelect kind="audiooutput" room={livekit} />}
      <Checkbox
        className={styles.keyboard}
        label={t('push_to_talk')}
        description={t('push_to_talk_text')}
        checked={talk}
        onChange={({ currentTarget: { checked } }) => {
          pushToTalk.set(checked);
          setTalk(checked);
        }}
      />
      <div className={styles.more}>
        <Button
          className={styles.keyboard}
          variant="subtle"
          leftSection={<IconKeyboard size={20} stroke={1.75} aria-hidden="true" />}
          onClick={onShortcuts}
        >
          {t('shortcuts.title')}
        </Button>
        {/* In tabs of their own: nobody leaves the room to read. */}
        <Button
          variant="subtle"
          leftSection={<IconActivityHeartbeat size={20} stroke={1.75} aria-hidden="true" />}
          component="a"
          href="/network"
          target="_blank"
        >
          {t('network')}
        </Button>
        <Button
          variant="subtle"
          leftSection={<IconLifebuoy size={20} stroke={1.75} aria-hidden="true" />}
          component="a"
          href="/help"
          target="_blank"
        >
          {t('help')}
        </Button>
      </div>
    </div>
  );
}
