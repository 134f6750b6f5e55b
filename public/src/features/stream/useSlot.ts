import { useLayoutEffect, useRef } from 'react';

/** The place the one video is shown in now. A video that is moved stops by itself, so it is told to go on. */
export function useSlot(video: HTMLVideoElement | null, playing: boolean) {
  const slot = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (!video || !slot.current) return;
    slot.current.append(video);
    // Refused where the browser wants a press first: its own controls are there for that.
    if (playing) void video.play().catch(() => undefined);
  }, [video, playing]);
  return slot;
}
