import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Refused, refusal, SHORTEST, TYPES } from './check';
import styles from './Picture.module.css';

const CropDialog = lazy(() => import('./CropDialog'));

interface Props {
  image: string;
  aspect: number;
  onChange: (image: string) => void;
}

/** Chooses a file or takes one that is dropped, and says at once what cannot be used and why. */
export function ImageField({ image, aspect, onChange }: Props) {
  const { t } = useTranslation('rooms');
  const id = useId();
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [picture, setPicture] = useState<HTMLImageElement | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const why = await refusal(file);
    setRefused(why);
    if (why) return;
    const loaded = await load(file);
    if (!loaded) setRefused('broken');
    else if (Math.min(loaded.naturalWidth, loaded.naturalHeight) < SHORTEST) setRefused('small');
    else setPicture(loaded);
  };
  const close = () => {
    if (picture) URL.revokeObjectURL(picture.src);
    setPicture(null);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is another way to what its button does
    <div
      className={styles.image}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
      }}
    >
      {image && <img src={image} alt={t('image.current')} />}
      <div>
        <label className={styles.file}>
          <IconUpload size={18} stroke={1.75} aria-hidden="true" />
          {t(image ? 'image.change' : 'image.choose')}
          <input
            type="file"
            accept={TYPES.join()}
            aria-describedby={id}
            onChange={(event) => {
              void take(event.currentTarget.files?.[0]);
              // The same file may be chosen again, mended.
              event.currentTarget.value = '';
            }}
          />
        </label>
        {image && (
          <Button variant="subtle" onClick={() => onChange('')}>
            {t('image.remove')}
          </Button>
        )}
        <p id={id}>{t('image.hint')}</p>
        {refused && <p role="alert">{t(`image.refused.${refused}`)}</p>}
      </div>
      {picture && (
        <Suspense>
          <CropDialog
            picture={picture}
            aspect={aspect}
            onDone={(url) => {
              onChange(url);
              close();
            }}
            onClose={close}
          />
        </Suspense>
      )}
    </div>
  );
}

async function load(file: File): Promise<HTMLImageElement | null> {
  const picture = new Image();
  picture.src = URL.createObjectURL(file);
  try {
    await picture.decode();
    return picture;
  } catch {
    URL.revokeObjectURL(picture.src);
    return null;
  }
}
