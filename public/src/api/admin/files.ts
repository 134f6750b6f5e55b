import { ApiError, problemOf } from '../client';
import type { components } from '../schema';
import { at } from './http';

export type Uploaded = components['schemas']['ImageView'];

/** A picture takes longer than a form. */
const PATIENCE_MS = 60_000;

/** A POST whose body or answer is a file; without `once`, one that may happen twice: then nothing of it is kept. */
export async function sent(
  path: string,
  body: BodyInit,
  type: string,
  once: string | null = crypto.randomUUID(),
): Promise<Response> {
  const response = await fetch(`/api/v1${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { 'content-type': type, ...(once && { 'idempotency-key': once }) },
    body,
  }).catch((cause: unknown) => {
    throw new ApiError(0, 'network', { detail: String(cause) });
  });
  if (response.ok) return response;
  throw problemOf(response.status, response.headers, await response.json().catch(() => undefined));
}

/** Keeps a picture; its address goes into a room or a feature. */
export async function uploadImage(event: string, file: Blob): Promise<Uploaded> {
  const response = await sent(at`/events/${event}/images`, file, file.type);
  return (await response.json()) as Uploaded;
}
