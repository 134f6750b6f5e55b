import { usePersistentUserChoices } from '@livekit/components-react';
import { useCallback, useState } from 'react';
import { type Choices, DEFAULT_CHOICES, keptChoices } from '../devices/choices';

const SPEAKER = 'hallway.speaker';
const FORGET = 'hallway.forget_choices';

/** What was chosen last time, and "remember these choices" for next time. */
export function useChoices() {
  const [remember, setRemember] = useState(() => localStorage.getItem(FORGET) === null);
  const saved = usePersistentUserChoices({ preventSave: !remember });
  const [choices, setChoices] = useState<Choices>(() => {
    const { userChoices } = saved;
    return {
      camera: userChoices.videoEnabled,
      microphone: userChoices.audioEnabled,
      cameraId: own(userChoices.videoDeviceId),
      microphoneId: own(userChoices.audioDeviceId),
      speakerId: localStorage.getItem(SPEAKER) ?? keptChoices()?.speakerId ?? DEFAULT_CHOICES.speakerId,
    };
  });

  const change = useCallback(
    (part: Partial<Choices>) => {
      setChoices((old) => ({ ...old, ...part }));
      if (part.camera !== undefined) saved.saveVideoInputEnabled(part.camera);
      if (part.microphone !== undefined) saved.saveAudioInputEnabled(part.microphone);
      if (part.cameraId !== undefined) saved.saveVideoInputDeviceId(part.cameraId);
      if (part.microphoneId !== undefined) saved.saveAudioInputDeviceId(part.microphoneId);
      if (part.speakerId !== undefined && remember) localStorage.setItem(SPEAKER, part.speakerId);
    },
    [saved, remember],
  );
  const changeRemember = useCallback((on: boolean) => {
    if (on) localStorage.removeItem(FORGET);
    else localStorage.setItem(FORGET, '1');
    setRemember(on);
  }, []);
  return { choices, change, remember, setRemember: changeRemember };
}

/** LiveKit writes "default" for "no choice made". */
const own = (id: string) => (id === 'default' ? '' : id);
