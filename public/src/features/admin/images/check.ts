/** The largest picture the server keeps, in bytes: 2 MB. */
export const LARGEST = 2 * 1024 * 1024;
/** The shortest side it takes, in pixels. */
export const SHORTEST = 16;
export const TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;

export type Refused = 'svg' | 'type' | 'large' | 'broken' | 'small';

/** Why a chosen file cannot be used, before anything is sent: told by what is in it, not by its name. */
export async function refusal(file: File): Promise<Refused | null> {
  const head = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  const kind = kindOf(head);
  if (kind === 'svg') return 'svg';
  if (kind === null) return 'type';
  return file.size > LARGEST ? 'large' : null;
}

export function kindOf(head: Uint8Array): 'png' | 'jpeg' | 'webp' | 'svg' | null {
  const begins = (...bytes: number[]) => bytes.every((byte, at) => head[at] === byte);
  if (begins(0x89, 0x50, 0x4e, 0x47)) return 'png';
  if (begins(0xff, 0xd8, 0xff)) return 'jpeg';
  const text = new TextDecoder('latin1').decode(head);
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
  return /<(svg|\?xml)[\s>]/i.test(text) ? 'svg' : null;
}

/** A cut-out in pixels of the picture, and how large it is drawn. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Drawn no larger than needed, and never enlarged. */
export function drawnSize({ width, height }: Area, widest: number): { width: number; height: number } {
  const scale = Math.min(1, widest / width);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** What to try, best first, until one is small enough. Browsers that cannot write WebP give PNG instead. */
export const TRIES = [
  { type: 'image/webp', quality: 0.86 },
  { type: 'image/jpeg', quality: 0.82 },
  { type: 'image/jpeg', quality: 0.6 },
] as const;

/** The first picture that is small enough; the last one whatever it weighs. */
export async function lightest(draw: (type: string, quality: number) => Promise<Blob | null>): Promise<Blob | null> {
  let last: Blob | null = null;
  for (const { type, quality } of TRIES) {
    last = (await draw(type, quality)) ?? last;
    if (last && last.size <= LARGEST) return last;
  }
  return last;
}
