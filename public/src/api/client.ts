import createClient from 'openapi-fetch';
import { noteServerDate } from './clock';
import type { paths } from './schema';
import type { Problem, ProblemCode } from './types';

/** Codes of the Worker's problem documents, and ours: no answer at all, an answer that is no problem document. */
export type Code = ProblemCode | 'changed' | 'network' | 'unknown';

/** The one kind of failure a call can end with. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: Code,
    readonly problem: Partial<Problem> = {},
    readonly retryAfter: number | null = null,
  ) {
    super(`${status} ${code}`);
    this.name = 'ApiError';
  }
}

export const client = createClient<paths>({
  // Absolute, because a Request without one cannot be made outside a page (tests).
  baseUrl: globalThis.location?.origin ?? 'http://localhost',
  credentials: 'same-origin',
});
client.use({ onResponse: ({ response }) => noteServerDate(response.headers.get('date')) });

interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer of a call, or an ApiError: callers see one kind of failure only. */
export async function answer<T>(call: Promise<Outcome<T>>): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    throw new ApiError(0, 'network', { detail: String(cause) });
  });
  if (response.ok) return data as T;
  throw problemOf(response.status, response.headers, error);
}

export function problemOf(status: number, headers: Headers, body: unknown): ApiError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
  const wait = Number.parseInt(headers.get('retry-after') ?? '', 10);
  const code = problem.code ?? (status >= 500 ? 'unavailable' : 'unknown');
  return new ApiError(status, code, problem, Number.isNaN(wait) ? null : wait);
}

export const isCode = (error: unknown, ...codes: Code[]): error is ApiError =>
  error instanceof ApiError && codes.includes(error.code);

/** No session, or one that is over: the person has to open the personal link again. */
export const isSignedOut = (error: unknown) => error instanceof ApiError && error.status === 401;
