import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconHandOff,
  IconLock,
  IconLockOpen,
  IconMicrophoneOff,
  IconShieldCheck,
  IconVideoOff,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRoomLive } from '../live/RoomLive';
import styles from './Floor.module.css';
import { lockOf, TOOLS } from './logic';
import { useFloorActs } from './useFloorActs';

const SIGN = { size: 20, stroke: 1.75, 'aria-hidden': true } as const;

/** What goes for everybody: the room's door in one tap, the rest in a menu. */
export default function Moderate({ room }: { room: string }) {
  const { t } = useTranslation();
  const { floor } = useRoomLive();
  const acts = useFloorActs(room);
  const shut = floor?.locked ?? false;
  const Door = shut ? IconLock : IconLockOpen;
  return (
    <div className={styles.moderate}>
      <ActionIcon
        className={styles.door}
        aria-label={t('floor.lock_room')}
        title={t(shut ? 'floor.unlock_room' : 'floor.lock_room')}
        aria-pressed={shut}
        onClick={() => acts.lockRoom(!shut)}
      >
        <Door size={22} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
      <Menu position="bottom-end" classNames={{ dropdown: styles.menu }}>
        <Menu.Target>
          <Button variant="default" className={styles.open} leftSection={<IconShieldCheck {...SIGN} />}>
            <span className={styles.word}>{t('floor.moderate')}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconMicrophoneOff {...SIGN} />} onClick={() => acts.mute('microphone', null)}>
            {t('floor.mute_all')}
          </Menu.Item>
          <Menu.Item leftSection={<IconVideoOff {...SIGN} />} onClick={() => acts.mute('camera', null)}>
            {t('floor.dark_all')}
          </Menu.Item>
          {floor && floor.hands.length > 0 && (
            <Menu.Item leftSection={<IconHandOff {...SIGN} />} onClick={() => acts.lower(null)}>
              {t('floor.lower_all', { count: floor.hands.length })}
            </Menu.Item>
          )}
          <Menu.Divider />
          {TOOLS.map((what) => {
            const locked = lockOf(floor, '', what) === 'all';
            return (
              <Menu.Item
                key={what}
                leftSection={locked ? <IconLockOpen {...SIGN} /> : <IconLock {...SIGN} />}
                onClick={() => acts.lock(what, null, !locked)}
              >
                {t(`floor.${locked ? 'unlock_all' : 'lock_all'}.${what}`)}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
