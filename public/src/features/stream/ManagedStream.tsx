import { IconRefresh } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Held, heldStream } from './held';
import styles from './Stream.module.css';
import { useSlot } from './useSlot';

interface Props {
  item: string;
  name: string;
  url: string;
}

/** Our own player. The stream goes along when a room is entered, and comes back here. */
export function ManagedStream(props: Props) {
  const { t } = useTranslation();
  const [turn, setTurn] = useState(0);
  const [failed, setFailed] = useState(false);
  if (failed)
    return (
      <div className={styles.failed} role="alert">
        <p>{t('stream.failed')}</p>
        <button
          type="button"
          onClick={() => {
            setTurn(turn + 1);
            setFailed(false);
          }}
        >
          <IconRefresh size={18} aria-hidden="true" />
          {t('stream.retry')}
        </button>
      </div>
    );
  return <Playing key={turn} {...props} onFailed={() => setFailed(true)} />;
}

function Playing({ item, name, url, onFailed }: Props & { onFailed: () => void }) {
  const { t } = useTranslation();
  const [held, setHeld] = useState<Held | null>(null);
  const slot = useSlot(held?.video ?? null, held !== null && !held.video.ended);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a stream begins once, and goes on under whatever name
  useEffect(() => {
    let here = true;
    const before = heldStream.snapshot();
    if (before?.item === item && before.video.dataset.url === url) {
      before.video.controls = true;
      before.video.muted = before.video.dataset.quiet === 'yes';
      setHeld(before);
    } else {
      void begin(item, name, url, () => here && onFailed()).then(
        (begun) => {
          if (!here) return begun.end();
          heldStream.hold(begun);
          setHeld(begun);
        },
        () => here && onFailed(),
      );
    }
    return () => {
      here = false;
      const mine = heldStream.snapshot();
      if (mine?.item === item) mine.video.dataset.quiet = mine.video.muted ? 'yes' : 'no';
      heldStream.wentTo(location.pathname);
    };
  }, []);
  return <section ref={slot} className={styles.page} aria-label={t('stream.title', { name })} />;
}

async function begin(item: string, name: string, url: string, onFailed: () => void): Promise<Held> {
  const { play } = await import('./play');
  const video = document.createElement('video');
  video.playsInline = true;
  video.controls = true;
  video.dataset.url = url;
  const end = play(video, url, () => {
    heldStream.close();
    onFailed();
  });
  return {
    item,
    name,
    video,
    end() {
      end();
      video.remove();
    },
  };
}
