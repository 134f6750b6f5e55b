import { MediaDeviceFailure } from 'livekit-client';

/** Why a camera or microphone did not start, in the kinds our texts know. */
export type Failure = 'blocked' | 'system' | 'dismissed' | 'busy' | 'missing' | 'unsupported' | 'other';

/**
 * `permission` is what the browser says about the device afterwards: still "prompt" after a refusal means that the
 * question was closed without an answer, so asking again helps; "denied" means that only the settings do.
 */
export function failureOf(error: unknown, permission: PermissionState | null): Failure {
  if (error instanceof TypeError) return 'unsupported';
  switch (MediaDeviceFailure.getFailure(error)) {
    case MediaDeviceFailure.PermissionDenied:
      if (/system/i.test(error instanceof Error ? error.message : '')) return 'system';
      return permission === 'prompt' ? 'dismissed' : 'blocked';
    case MediaDeviceFailure.NotFound:
      return 'missing';
    case MediaDeviceFailure.DeviceInUse:
      return 'busy';
    default:
      return 'other';
  }
}

/** What the browser knows without asking; null where it does not tell (then asking is the only way). */
export async function permissionOf(device: 'camera' | 'microphone'): Promise<PermissionState | null> {
  try {
    return (await navigator.permissions.query({ name: device as PermissionName })).state;
  } catch {
    return null;
  }
}
