import { ActionIcon, Modal } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import sheet from '../removal/Sheet.module.css';
import styles from './Connections.module.css';
import { List } from './List';

/** The same list over a room: nobody has to leave it to answer somebody. */
export default function ConnectionsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={620}
      centered
      radius={26}
      classNames={{ inner: sheet.inner, content: sheet.content }}
      transitionProps={{ transition: 'fade', duration: 200 }}
    >
      <Modal.Overlay color="#04181d" backgroundOpacity={0.55} />
      <Modal.Content>
        <div className={styles.header}>
          <Modal.Title component="h2" className={sheet.title}>
            {t('connections.title')}
          </Modal.Title>
          <ActionIcon data-autofocus aria-label={t('connections.close')} onClick={onClose}>
            <IconX size={22} stroke={1.75} aria-hidden="true" />
          </ActionIcon>
        </div>
        <Modal.Body className={styles.body}>
          <List heading="h3" />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
