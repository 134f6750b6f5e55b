import { useCallback, useEffect, useState } from 'react';
import { permissionOf } from '../devices/failure';

/**
 * Whether to explain first. Somebody the browser has asked before sees the preview at once; everybody else reads why
 * we ask, and the browser's own question comes only after a click.
 */
export function useAccess() {
  const [state, setState] = useState<'unknown' | 'ask' | 'settled'>('unknown');
  const settle = useCallback(() => setState('settled'), []);

  useEffect(() => {
    let gone = false;
    void Promise.all([permissionOf('camera'), permissionOf('microphone')]).then((known) => {
      const asked = known.every((permission) => permission === 'granted' || permission === 'denied');
      if (!gone) setState((now) => (now === 'unknown' ? (asked ? 'settled' : 'ask') : now));
    });
    return () => {
      gone = true;
    };
  }, []);

  /** One question for both. Which of them failed, and why, the previews find out one by one. */
  const request = useCallback(async () => {
    const media = navigator.mediaDevices?.getUserMedia({ audio: true, video: true });
    await media?.then((stream) => stream.getTracks().forEach((track) => void track.stop())).catch(() => undefined);
    settle();
  }, [settle]);

  return { state, request, settle };
}
