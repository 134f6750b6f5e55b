import { IconIcons, IconPhoto } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ICON_NAMES, NamedIcon } from '../../../ui/NamedIcon';
import { ImageField } from './ImageField';
import styles from './Picture.module.css';

interface Props {
  icon: string;
  image: string;
  /** Width to height of the part that is cut out. */
  aspect: number;
  advice?: string | undefined;
  onChange: (picture: { icon?: string; image?: string }) => void;
}

/** An icon of ours, or an image of theirs, which goes before the icon. */
export function PictureField({ icon, image, aspect, advice, onChange }: Props) {
  const { t } = useTranslation('rooms');
  const group = useId();
  const [kind, setKind] = useState<'icon' | 'image'>(image ? 'image' : 'icon');
  const kinds = [
    ['icon', IconIcons],
    ['image', IconPhoto],
  ] as const;
  return (
    <fieldset className={styles.picture}>
      <legend>{t('room.picture')}</legend>
      {/* biome-ignore lint/a11y/useSemanticElements: two buttons inside the field's own fieldset */}
      <div role="group" aria-label={t('room.picture')} className={styles.kinds}>
        {kinds.map(([one, Sign]) => (
          <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)}>
            <Sign size={18} stroke={1.75} aria-hidden="true" />
            {t(`room.${one}`)}
          </button>
        ))}
      </div>
      {kind === 'image' ? (
        <ImageField image={image} aspect={aspect} onChange={(next) => onChange({ image: next })} />
      ) : (
        <div className={styles.icons}>
          {ICON_NAMES.map((name) => (
            <label key={name} title={t(`icons.${name}`)}>
              <input
                type="radio"
                name={group}
                aria-label={t(`icons.${name}`)}
                checked={!image && icon === name}
                onChange={() => onChange({ icon: name, image: '' })}
              />
              <NamedIcon name={name} size={22} />
            </label>
          ))}
        </div>
      )}
      {advice && <p className={styles.advice}>{advice}</p>}
    </fieldset>
  );
}
