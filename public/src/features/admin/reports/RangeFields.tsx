import { Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Filters } from '../shell';

interface Walls {
  from: string | undefined;
  to: string | undefined;
}

/** From when till when, by the clock of the event. */
export function RangeFields({
  walls,
  onChange,
  zone,
}: {
  walls: Walls;
  onChange: (walls: Partial<Walls>) => void;
  zone: string;
}) {
  const { t } = useTranslation('reports');
  const here = t('by_clock', { zone });
  const wrong = walls.from && walls.to && walls.to <= walls.from ? t('ends_first') : null;
  return (
    <Filters>
      <TextInput
        type="datetime-local"
        label={t('from')}
        description={here}
        value={walls.from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="datetime-local"
        label={t('to')}
        description={here}
        error={wrong}
        value={walls.to ?? ''}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
      {(walls.from || walls.to) && (
        <Button variant="light" onClick={() => onChange({ from: undefined, to: undefined })}>
          {t('whole')}
        </Button>
      )}
    </Filters>
  );
}
