import { ApiError, problemOf } from './client';
import type { Connection, PersonFacts } from './live';

/** What `GET /people/{person}` tells of somebody of the same event. */
export interface PersonCardView extends PersonFacts {
  connection: Connection | null;
}

/** A call that never ends would keep its button busy for ever. All of these may be said twice. */
const PATIENCE_MS = 15_000;

export const readConnections = async (): Promise<Connection[]> =>
  (await call<{ data: Connection[] }>('GET', '/connections')).data;
export const readPerson = (person: string) => call<PersonCardView>('GET', `/people/${encodeURIComponent(person)}`);
export const askToConnect = (person: string) => call<Connection>('POST', '/connections', { person });
export const answerRequest = (id: string, verb: 'accept' | 'decline' | 'withdraw') =>
  call<Connection>('POST', `/connections/${encodeURIComponent(id)}/${verb}`);
export const blockPerson = (person: string) => call<undefined>('POST', `/people/${encodeURIComponent(person)}/block`);
export const unblockPerson = (person: string) =>
  call<undefined>('DELETE', `/people/${encodeURIComponent(person)}/block`);

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/api/v1${path}`, {
    method,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new ApiError(0, 'network', { detail: String(cause) });
  });
  const said: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (response.ok) return said as T;
  throw problemOf(response.status, response.headers, said);
}
