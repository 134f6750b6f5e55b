import { ApiError, problemOf } from '../client';

/** One thing with the mark of the state it was read in: sent back with a change, so that nobody overwrites another's. */
export interface Tagged<T> {
  value: T;
  etag: string;
}

/** One page of a list; the cursor leads to the next. */
export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

/** 412: somebody else changed it since it was read. Carries what it is now. */
export class Changed<T = unknown> extends ApiError {
  constructor(
    readonly current: T,
    readonly etag: string,
  ) {
    super(412, 'changed');
    this.name = 'Changed';
  }
}

export const isChanged = <T>(error: unknown): error is Changed<T> => error instanceof Changed;

/** A change that holds whatever it was before: a switch, an undo. */
export const ANY = '*';

type Query = Record<string, string | number | boolean | null | undefined>;
interface Sending {
  query?: Query;
  body?: unknown;
  /** If-Match. */
  etag?: string;
  /** Idempotency-Key: the same for every try of one sending, another for the next. */
  once?: string;
}

/** A call that never ends would keep its button busy for ever. */
const PATIENCE_MS = 30_000;

/** A path with whatever stands in it made safe: at`/events/${event}/groups`. */
export const at = (parts: TemplateStringsArray, ...values: string[]) =>
  parts.reduce((path, part, index) => path + encodeURIComponent(values[index - 1] ?? '') + part);

export const read = async <T>(path: string, query?: Query): Promise<T> =>
  (await call<T>('GET', path, { ...(query && { query }) })).value;
export const readTagged = <T>(path: string) => call<T>('GET', path, {});
export const post = async <T>(path: string, body: unknown, once: string = crypto.randomUUID()): Promise<T> =>
  (await call<T>('POST', path, { body, once })).value;
export const put = async <T>(path: string, body: unknown): Promise<T> => (await call<T>('PUT', path, { body })).value;
/** Only the fields given are written. */
export const patch = <T>(path: string, body: unknown, etag: string) => call<T>('PATCH', path, { body, etag });
export const erase = async (path: string, etag?: string, query?: Query): Promise<void> =>
  void (await call('DELETE', path, { ...(etag && { etag }), ...(query && { query }) }));

async function call<T>(method: string, path: string, { query, body, etag, once }: Sending): Promise<Tagged<T>> {
  const response = await fetch(`/api/v1${path}${search(query)}`, {
    method,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(etag && { 'if-match': etag }),
      ...(once && { 'idempotency-key': once }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new ApiError(0, 'network', { detail: String(cause) });
  });
  const said: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  const mark = response.headers.get('etag') ?? ANY;
  if (response.ok) return { value: said as T, etag: mark };
  throw refusal(response, said, mark);
}

function refusal(response: Response, said: unknown, mark: string): ApiError {
  const problem = problemOf(response.status, response.headers, said);
  const { current } = problem.problem as { current?: unknown };
  return response.status === 412 && current ? new Changed(current, mark) : problem;
}

/** What is empty is not asked for. */
export function search(query: Query = {}): string {
  const given = Object.entries(query).flatMap(([key, value]): [string, string][] =>
    value === undefined || value === null || value === '' ? [] : [[key, String(value)]],
  );
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}
