import { usePreviewTracks } from '@livekit/components-react';
import type { LocalAudioTrack, LocalVideoTrack } from 'livekit-client';
import { useCallback, useEffect, useState } from 'react';
import { type Failure, failureOf, permissionOf } from '../devices/failure';

interface Wanted {
  on: boolean;
  deviceId: string;
  /** Counts up when the person says "Try again". */
  tries: number;
}

interface Kinds {
  camera: LocalVideoTrack;
  microphone: LocalAudioTrack;
}

export interface PreviewTrack<T> {
  track: T | null;
  failure: Failure | null;
  /** The device that was chosen is gone and another one is in use. */
  replaced: boolean;
}

/**
 * One device for the preview. Camera and microphone are opened apart, so that one that fails does not take the other
 * with it.
 */
export function usePreviewTrack<K extends keyof Kinds>(
  kind: K,
  { on, deviceId, tries }: Wanted,
): PreviewTrack<Kinds[K]> {
  const [failure, setFailure] = useState<Failure | null>(null);

  // A new function for a new try: the hook opens the device again when its error handler changes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: tries is what makes it new
  const onError = useCallback(
    (error: Error) => void permissionOf(kind).then((permission) => setFailure(failureOf(error, permission))),
    [kind, tries],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: every one of them starts a new attempt
  useEffect(() => setFailure(null), [on, deviceId, tries]);

  const wanted = on && (deviceId ? { deviceId } : true);
  const tracks = usePreviewTracks(
    { audio: kind === 'microphone' && wanted, video: kind === 'camera' && wanted },
    onError,
  );
  const opened = tracks?.[0] as Kinds[K] | undefined;
  // The hook keeps the last track after it was switched off; a stopped one shows nothing.
  const track = on && !failure && opened?.mediaStreamTrack.readyState === 'live' ? opened : null;
  const used = track?.mediaStreamTrack.getSettings().deviceId;
  return {
    track,
    failure: on ? failure : null,
    replaced: Boolean(deviceId && deviceId !== 'default' && used && used !== deviceId),
  };
}
