import { useLocalParticipant } from '@livekit/components-react';
import { ActionIcon, Modal } from '@mantine/core';
import { IconMicrophone, IconMicrophoneOff, IconX } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../ui/Tag';
import { useMe } from '../account/RequireMe';
import { usePersonCardOpen } from '../connections/PersonCards';
import { useRoomLive } from '../live/RoomLive';
import { useRemoval } from '../removal/Removal';
import { loadChat, loadPeople } from './load';
import styles from './Side.module.css';
import type { Panel, Side } from './useSide';

const ChatPanel = lazy(loadChat);
const PeoplePanel = lazy(loadPeople);

/** Chat or people: a column beside the tiles, or a sheet over them where there is no room for a column. */
export function SidePanel({ side }: { side: Side }) {
  const { t } = useTranslation();
  const { panel, sheet, asked, close } = side;
  const { asking } = useRemoval();
  const carded = usePersonCardOpen();
  if (!panel) return null;
  const title = t(`room.${panel}`);
  if (!sheet) {
    return (
      <aside className={styles.side} aria-label={title}>
        <div className={styles.header}>
          <h2>{title}</h2>
          <Close panel={panel} onClose={close} />
        </div>
        <Contents panel={panel} focus={asked} />
      </aside>
    );
  }
  return (
    <Modal.Root
      opened
      onClose={close}
      // Escape is meant for the dialog on top.
      closeOnEscape={!asking && !carded}
      padding={0}
      radius={26}
      classNames={{ inner: styles.inner, content: styles.sheet, body: styles.body }}
      transitionProps={{ transition: 'slide-up', duration: 200 }}
    >
      <Modal.Overlay color="#04181d" backgroundOpacity={0.55} />
      <Modal.Content>
        <div className={styles.header}>
          <Modal.Title component="h2">{title}</Modal.Title>
          <MicrophoneState />
          <Close panel={panel} onClose={close} />
        </div>
        <Modal.Body>
          <Contents panel={panel} focus={false} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Contents({ panel, focus }: { panel: Panel; focus: boolean }) {
  const { room, people, chat } = useRoomLive();
  const meId = useMe().person.id;
  const moderates = room?.moderated_by_me ?? false;
  return (
    <Suspense>
      {panel === 'chat' && <ChatPanel chat={chat} moderates={moderates} focus={focus} />}
      {panel === 'people' && room && <PeoplePanel room={room} people={people} meId={meId} moderates={moderates} />}
    </Suspense>
  );
}

function Close({ panel, onClose }: { panel: Panel; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <ActionIcon aria-label={t(`room.close_${panel}`)} onClick={onClose}>
      <IconX size={22} stroke={1.75} aria-hidden="true" />
    </ActionIcon>
  );
}

/** The sheet covers the bar, and one is heard all the same. */
function MicrophoneState() {
  const { t } = useTranslation();
  const { isMicrophoneEnabled: heard } = useLocalParticipant();
  return <Tag icon={heard ? IconMicrophone : IconMicrophoneOff}>{t(heard ? 'room.mic_on' : 'room.mic_off')}</Tag>;
}
