import { useEffect } from 'react';
import type { Stay } from '../room/stay';
import { pushToTalk, wantsToTalk } from './pushToTalk';

/** Space or V, held while muted: heard until it is let go, or the page loses the keyboard. */
export function usePushToTalk(stay: Stay) {
  useEffect(() => {
    let held: string | null = null;
    const letGo = () => {
      if (held === null) return;
      held = null;
      void stay.talk(false);
    };
    const down = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (held !== null || !pushToTalk.on() || !wantsToTalk(event, target)) return;
      if (stay.state.phase !== 'inside' || stay.livekit.localParticipant.isMicrophoneEnabled) return;
      event.preventDefault();
      held = event.code;
      void stay.talk(true);
    };
    const up = (event: KeyboardEvent) => event.code === held && letGo();
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    window.addEventListener('blur', letGo);
    return () => {
      letGo();
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
      window.removeEventListener('blur', letGo);
    };
  }, [stay]);
}
