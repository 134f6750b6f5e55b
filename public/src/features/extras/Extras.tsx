import type { Stay } from '../room/stay';
import { useDeviceGone } from './useDeviceGone';
import { usePushToTalk } from './usePushToTalk';

/** What listens as long as one is inside, and is seen only when it has something to say. */
export function Extras({ stay }: { stay: Stay }) {
  usePushToTalk(stay);
  useDeviceGone(stay.livekit);
  return null;
}
