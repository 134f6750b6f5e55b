import { Button } from '@mantine/core';
import { IconBroadcast } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { BackToRooms } from '../account/PlainPage';
import { heldStream } from '../stream/held';

/** Where to go when a stay is over: to the rooms, or to the session whose stream came along. */
export function BackFromRoom({ variant = 'filled' }: { variant?: 'filled' | 'default' }) {
  const { t } = useTranslation();
  const stream = heldStream.snapshot();
  return (
    <>
      {stream && (
        <Button
          variant="default"
          leftSection={<IconBroadcast size={20} stroke={1.75} aria-hidden="true" />}
          renderRoot={(props) => <Link to="/items/$item" params={{ item: stream.item }} {...props} />}
        >
          {t('ended.to_stream', { name: stream.name })}
        </Button>
      )}
      <BackToRooms variant={variant} />
    </>
  );
}
