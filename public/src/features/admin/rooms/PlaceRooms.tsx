import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../shell';

interface Props {
  count: number;
  /** Where the first of them stands now, from 1. */
  place: number;
  onPlace: (place: number) => void;
  onClose: () => void;
}

/** Moves without dragging: to a number. */
export function PlaceRooms({ count, place, onPlace, onClose }: Props) {
  const { t } = useTranslation('rooms');
  const [value, setValue] = useState<number | string>(place);
  const [wrong, setWrong] = useState(false);
  const submit = () => {
    const asked = Number(value);
    if (value === '' || !Number.isInteger(asked) || asked < 1 || asked > count) return setWrong(true);
    onPlace(asked);
    onClose();
  };
  return (
    <Dialog title={t('place.title')} action={t('place.action')} size={420} onSubmit={submit} onClose={onClose}>
      <NumberInput
        data-autofocus
        label={t('place.label', { count })}
        value={value}
        onChange={(next) => {
          setValue(next);
          setWrong(false);
        }}
        hideControls
        allowDecimal={false}
        error={wrong && t('place.wrong', { count })}
      />
    </Dialog>
  );
}
