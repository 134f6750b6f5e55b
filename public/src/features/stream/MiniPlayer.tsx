import { IconArrowBackUp, IconVolume, IconVolumeOff, IconX } from '@tabler/icons-react';
import { useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Held, heldStream } from './held';
import styles from './Stream.module.css';
import { useSlot } from './useSlot';

/** The stream while its watcher is in a room: silent at first, small, beside the room and never over it. */
export default function MiniPlayer({ held, onReturn }: { held: Held; onReturn: () => void }) {
  const { t } = useTranslation();
  const { video, name } = held;
  const [muted, setMuted] = useState(true);
  // Before it plays on: nobody in the room hears a syllable of it.
  useLayoutEffect(() => {
    video.controls = false;
    video.muted = true;
  }, [video]);
  const slot = useSlot(video, true);
  const turn = () => {
    video.muted = !muted;
    video.dataset.quiet = muted ? 'no' : 'yes';
    setMuted(!muted);
  };
  const close = () => {
    heldStream.close();
    // The button that was pressed is gone.
    document.getElementById('bar-chat')?.focus();
  };
  const Sound = muted ? IconVolumeOff : IconVolume;
  return (
    <section className={styles.mini} aria-label={t('stream.title', { name })}>
      <figure ref={slot} className={styles.picture} />
      <div className={styles.tools}>
        <span dir="auto">{name}</span>
        <button type="button" aria-label={t(muted ? 'stream.unmute' : 'stream.mute')} onClick={turn}>
          <Sound size={22} stroke={1.75} aria-hidden="true" />
        </button>
        <button type="button" aria-label={t('stream.return')} onClick={onReturn}>
          <IconArrowBackUp className={styles.back} size={22} stroke={1.75} aria-hidden="true" />
        </button>
        <button type="button" aria-label={t('stream.close')} onClick={close}>
          <IconX size={22} stroke={1.75} aria-hidden="true" />
        </button>
      </div>
    </section>
  );
}
