import { UnstyledButton } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../account/RequireMe';
import { useRoomLive } from '../live/RoomLive';
import bar from '../room/Bar.module.css';
import { placeOf } from './logic';
import { useFloorActs } from './useFloorActs';

/** One's own hand, with the place it has among those that are up. */
export default function HandButton({ room }: { room: string }) {
  const { t } = useTranslation();
  const place = placeOf(useRoomLive().floor, useMe().person.id);
  const { raise } = useFloorActs(room);
  return (
    <UnstyledButton
      className={bar.control}
      aria-label={
        place ? `${t('floor.raise')}. ${t('floor.place', { count: place, ordinal: true })}` : t('floor.raise')
      }
      aria-pressed={place !== null}
      onClick={() => raise(place === null)}
    >
      <IconHandStop size={25} stroke={1.75} aria-hidden="true" />
      <span className={bar.word}>{t('floor.hand')}</span>
      {place && (
        <span className={bar.badge} aria-hidden="true">
          {place}
        </span>
      )}
    </UnstyledButton>
  );
}
