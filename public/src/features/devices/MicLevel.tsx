import { useTrackVolume } from '@livekit/components-react';
import type { LocalAudioTrack } from 'livekit-client';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BARS, barsOf, type Hearing, hearing } from './level';
import styles from './MicLevel.module.css';

/** Bars that move with the voice, and one sentence that says whether that is good. */
export function MicLevel({ track }: { track: LocalAudioTrack }) {
  const { t } = useTranslation();
  const lit = barsOf(useTrackVolume(track));
  const heard = useHearing(lit);
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> cannot show bars */}
      <div
        className={styles.meter}
        role="meter"
        aria-label={t('prejoin.level')}
        aria-valuemin={0}
        aria-valuemax={BARS}
        aria-valuenow={lit}
      >
        {SLOTS.map((slot, at) => (
          <i key={slot} data-lit={at < lit ? (at < lit - 3 ? 'voice' : 'peak') : undefined} />
        ))}
      </div>
      <p className={styles.words} role="status">
        {t(`prejoin.${heard}`)}
      </p>
    </div>
  );
}

const SLOTS = Array.from({ length: BARS }, (_, at) => `bar-${at}`);

/** Looks at the level twice a second, so that the sentence does not flicker with every syllable. */
function useHearing(lit: number): Hearing {
  const [heard, setHeard] = useState<Hearing>('say_something');
  const loudest = useRef(0);
  loudest.current = Math.max(loudest.current, lit);
  useEffect(() => {
    const since = Date.now();
    let lastVoice: number | null = null;
    const timer = setInterval(() => {
      const now = Date.now();
      if (loudest.current > 1) lastVoice = now;
      loudest.current = 0;
      setHeard(hearing({ listening: now - since, silent: lastVoice === null ? null : now - lastVoice }));
    }, 500);
    return () => clearInterval(timer);
  }, []);
  return heard;
}
