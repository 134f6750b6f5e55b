import { ApiError, problemOf } from '../client';

/** A file that came whole. */
export interface Downloaded {
  name: string;
  blob: Blob;
  /** Rooms that could not be asked for what they had not handed over yet: the file may lack their last seconds. */
  incomplete: number;
}

/** How long nothing at all may come. What keeps coming may take as long as it needs: a report can be a million lines. */
const PATIENCE_MS = 60_000;

/**
 * A file of the API; refused, it ends as any other call does. It is read here rather than opened as an address, so that
 * a refusal is told on the page, and a file that broke off half way is never taken for a whole one.
 */
export async function download(path: string): Promise<Downloaded> {
  const patience = new Patience(PATIENCE_MS);
  try {
    const response = await fetch(`/api/v1${path}`, { credentials: 'same-origin', signal: patience.signal });
    if (!response.ok) throw problemOf(response.status, response.headers, await response.json().catch(() => undefined));
    const blob = await whole(response, patience);
    return {
      name: nameIn(response.headers.get('content-disposition')) ?? nameOf(path),
      blob,
      incomplete: lacking(response),
    };
  } catch (cause) {
    throw cause instanceof ApiError ? cause : new ApiError(0, 'network', { detail: String(cause) });
  } finally {
    patience.end();
  }
}

/** Ends what is waited for when nothing has come for so long. */
class Patience {
  #given = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly signal = this.#given.signal;

  constructor(private readonly ms: number) {
    this.renew();
  }
  renew() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#given.abort(new DOMException('Nothing came', 'TimeoutError')), this.ms);
  }
  end() {
    clearTimeout(this.#timer);
  }
}

async function whole(response: Response, patience: Patience): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  for (;;) {
    patience.renew();
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || !value) break;
    parts.push(value);
  }
  return new Blob(parts, { type: response.headers.get('content-type') ?? 'application/octet-stream' });
}

function lacking(response: Response): number {
  const rooms = Number.parseInt(response.headers.get('hallway-incomplete') ?? '', 10);
  return rooms > 0 ? rooms : 0;
}

/** The file's name as the answer gives it: the one in every script before the one in ASCII. */
export function nameIn(disposition: string | null): string | null {
  const wide = /filename\*=utf-8''([^;\s]+)/i.exec(disposition ?? '')?.[1];
  const plain = /filename="((?:[^"\\]|\\.)*)"/i.exec(disposition ?? '')?.[1]?.replace(/\\(.)/g, '$1');
  const bare = /filename=([^;"\s]+)/i.exec(disposition ?? '')?.[1];
  return safe(wide ? decoded(wide) : null) ?? safe(plain) ?? safe(bare);
}

/** Never a path. */
const safe = (name: string | null | undefined) => name?.replace(/[/\\]/g, '-').trim() || null;

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Where an answer names no file: the end of its path. */
const nameOf = (path: string) => safe(path.split('?')[0]?.split('/').at(-1)) ?? 'download';
