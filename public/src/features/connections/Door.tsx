import { ActionIcon } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Door.module.css';
import { usePending } from './useConnections';

const ConnectionsDialog = lazy(() => import('./ConnectionsDialog'));

/** The way to one's connections, with how many requests wait. */
export function ConnectionsLink() {
  const { label, sign } = useSign();
  return (
    <ActionIcon
      className={styles.door}
      aria-label={label}
      renderRoot={(props) => <Link to="/connections" {...props} />}
    >
      {sign}
    </ActionIcon>
  );
}

/** The same inside a room, which stays where it is. */
export function ConnectionsButton() {
  const { label, sign } = useSign();
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpened(false);
    setTimeout(() => button.current?.focus({ preventScroll: true }));
  };
  return (
    <>
      <ActionIcon
        ref={button}
        className={styles.door}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={opened}
        onClick={() => setOpened(true)}
      >
        {sign}
      </ActionIcon>
      <Suspense fallback={null}>{opened && <ConnectionsDialog onClose={close} />}</Suspense>
    </>
  );
}

function useSign() {
  const { t } = useTranslation();
  const pending = usePending();
  return {
    label: pending > 0 ? t('connections.open_pending', { count: pending }) : t('connections.title'),
    sign: (
      <>
        <IconUserPlus size={22} stroke={1.75} aria-hidden="true" />
        {pending > 0 && (
          <span className={styles.badge} aria-hidden="true">
            {pending > MOST_SHOWN ? `${MOST_SHOWN}+` : pending}
          </span>
        )}
      </>
    ),
  };
}
const MOST_SHOWN = 9;
