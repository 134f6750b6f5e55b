import { Anchor, Button } from '@mantine/core';
import { IconMicrophoneOff, IconRefresh, IconVideoOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../devices/failure';
import styles from './PreJoin.module.css';

interface Props {
  camera: Failure | null;
  microphone: Failure | null;
  onRetry: () => void;
  /** Joins at once without what does not work. */
  onWithout: (off: { camera?: false; microphone?: false }) => void;
}

/** What is wrong with camera or microphone, the steps that help, and the way in without it. */
export function Trouble({ camera, microphone, onRetry, onWithout }: Props) {
  if (camera && camera === microphone) {
    return (
      <Panel
        device="both"
        failure={camera}
        onRetry={onRetry}
        onWithout={() => onWithout({ camera: false, microphone: false })}
      />
    );
  }
  return (
    <>
      {camera && (
        <Panel device="camera" failure={camera} onRetry={onRetry} onWithout={() => onWithout({ camera: false })} />
      )}
      {microphone && (
        <Panel
          device="microphone"
          failure={microphone}
          onRetry={onRetry}
          onWithout={() => onWithout({ microphone: false })}
        />
      )}
    </>
  );
}

interface PanelProps {
  device: 'camera' | 'microphone' | 'both';
  failure: Failure;
  onRetry: () => void;
  onWithout: () => void;
}

function Panel({ device, failure, onRetry, onWithout }: PanelProps) {
  const { t } = useTranslation('device');
  const Sign = device === 'microphone' ? IconMicrophoneOff : IconVideoOff;
  const steps = t(`${device}.${failure}_steps`, { returnObjects: true }) as string[];
  return (
    <section className={styles.trouble} role="alert">
      <h3>
        <Sign size={20} stroke={1.75} aria-hidden="true" />
        {t(`${device}.${failure}_title`)}
      </h3>
      <ol>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div className={styles.actions}>
        <Button leftSection={<IconRefresh size={18} aria-hidden="true" />} onClick={onRetry}>
          {t('retry')}
        </Button>
        <Button variant="default" onClick={onWithout}>
          {t(`${device}.without`)}
        </Button>
      </div>
      {/* In a tab of its own: the seat stays kept here. */}
      <Anchor href={`/help#${device === 'both' ? 'camera' : device}`} target="_blank">
        {t('more')}
      </Anchor>
    </section>
  );
}
