import { TextInput } from '@mantine/core';
import { type RefObject, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { endOf, LENGTHS, type Length, offered, ownZone, type Place, untilOf } from './lengths';
import styles from './Sheet.module.css';
import { useNow } from './useNow';
import { differs, wallClock } from './zone';

interface Props {
  name: string;
  place: Place;
  /** Those there are to choose from. */
  lengths?: readonly Length[];
  length: Length;
  onLength: (length: Length) => void;
  /** The other time, by the event's clock. */
  wall: string;
  onWall: (wall: string) => void;
  trouble: 'missing' | 'past' | null;
  input: RefObject<HTMLInputElement | null>;
}

/** How long, each with its end in words. */
export function LengthField({ name, place, lengths = LENGTHS, length, onLength, wall, onWall, trouble, input }: Props) {
  const { t } = useTranslation();
  const group = useId();
  const now = new Date(useNow(true, 5000));
  const far = differs(now, place.time_zone, ownZone());
  return (
    <fieldset className={styles.lengths}>
      <legend>{t('removal.keep_out', { name })}</legend>
      <div className={styles.options}>
        {lengths
          .filter((one) => offered(one, now, place))
          .map((one) => (
            <label key={one} className={styles.option}>
              <input type="radio" name={group} checked={one === length} onChange={() => onLength(one)} />
              <span>
                {t(`removal.${one}`)} <Hint length={one} place={place} now={now} />
              </span>
            </label>
          ))}
      </div>
      {length === 'other' && (
        <TextInput
          ref={input}
          type="datetime-local"
          label={t('removal.when')}
          description={far ? t('removal.when_zone', { zone: place.time_zone }) : undefined}
          min={wallClock(now, place.time_zone).slice(0, 16)}
          value={wall}
          onChange={(event) => onWall(event.currentTarget.value)}
          error={trouble && t(`removal.when_${trouble}`)}
        />
      )}
    </fieldset>
  );
}

function Hint({ length, place, now }: { length: Length; place: Place; now: Date }) {
  const { t, i18n } = useTranslation();
  if (length === 'other' || length === 'none') return <small>{t(`removal.${length}_hint`)}</small>;
  const end = endOf(length, now, place, '');
  if (!end) return null;
  const until = untilOf(length, end, { language: i18n.language, now, place });
  const when = until.kind === 'at' ? until.when : t('removal.midnight');
  return <small>{t('removal.until', { when })}</small>;
}
