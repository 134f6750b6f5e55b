import { useState } from 'react';
import { useMe } from '../account/RequireMe';
import { type Choices, keepChoices } from '../devices/choices';
import { Ask } from './Ask';
import { Fields } from './Fields';
import { Footer } from './Footer';
import styles from './PreJoin.module.css';
import { Preview } from './Preview';
import { GreenRoomSkeleton } from './Skeleton';
import { Trouble } from './Trouble';
import { useAccess } from './useAccess';
import { useChoices } from './useChoices';
import { usePreviewTrack } from './usePreviewTrack';

interface Props {
  /** Until when the seat is kept; null while it is being asked for. */
  until: number | null;
  joining: boolean;
  onJoin: () => void;
}

/** The part of pre-join with camera and microphone. A chunk of its own: it brings livekit-client along. */
export default function GreenRoom({ until, joining, onJoin }: Props) {
  const { person } = useMe();
  const { choices, change, remember, setRemember } = useChoices();
  const [applied, setApplied] = useState(false);
  const access = useAccess();
  const [tries, setTries] = useState(0);
  const looking = access.state === 'settled';
  const camera = usePreviewTrack('camera', { on: looking && choices.camera, deviceId: choices.cameraId, tries });
  const microphone = usePreviewTrack('microphone', {
    on: looking && choices.microphone,
    deviceId: choices.microphoneId,
    tries,
  });

  const join = (with_: Partial<Choices> = {}) => {
    keepChoices({ ...choices, ...with_ });
    onJoin();
  };
  const without = () => {
    change({ camera: false, microphone: false });
    setApplied(true);
    access.settle();
  };

  if (access.state === 'unknown') return <GreenRoomSkeleton />;
  if (access.state === 'ask') return <Ask until={until} onAllow={access.request} onWithout={without} />;

  // Joined with: whatever was wished for and did not fail, even if it is still starting.
  const working = {
    camera: choices.camera && !camera.failure,
    microphone: choices.microphone && !microphone.failure,
  };
  const ready = { camera: camera.track !== null, microphone: microphone.track !== null };
  return (
    <>
      <div className={styles.body}>
        <div className={styles.columns}>
          <Preview person={person} choices={choices} camera={camera} microphone={microphone} onChange={change} />
          <div className={styles.fields}>
            <Trouble
              camera={camera.failure}
              microphone={microphone.failure}
              onRetry={() => setTries(tries + 1)}
              onWithout={(off) => join(off)}
            />
            <Fields
              choices={choices}
              camera={camera}
              microphone={microphone}
              remember={remember}
              onRemember={setRemember}
              onChange={(part) => {
                setApplied(false);
                change(part);
              }}
            />
          </div>
        </div>
      </div>
      <Footer
        until={until}
        ready={ready}
        applied={applied}
        joining={joining}
        troubled={camera.failure !== null || microphone.failure !== null}
        onApply={() => setApplied(true)}
        onChange={() => setApplied(false)}
        onJoin={() => join(working)}
      />
    </>
  );
}
