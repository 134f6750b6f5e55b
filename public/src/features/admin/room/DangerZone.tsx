import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import styles from './Room.module.css';

interface Props {
  title: string;
  text: string;
  action: string;
  onDelete: () => void;
}

/** Where something ends: apart, last, and never red before it is asked for. */
export function DangerZone({ title, text, action, onDelete }: Props) {
  return (
    <div className={styles.danger}>
      <div>
        <b>{title}</b>
        <small>{text}</small>
      </div>
      <Button
        variant="default"
        leftSection={<IconTrash size={18} stroke={1.75} aria-hidden="true" />}
        onClick={onDelete}
      >
        {action}
      </Button>
    </div>
  );
}
