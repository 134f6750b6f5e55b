/** Whose settings have to be opened to allow a camera. */
export type Guide = 'chrome' | 'edge' | 'firefox' | 'safari_mac' | 'safari_ios' | 'chrome_android';
export type System = 'windows' | 'mac' | 'linux';

export interface Browser {
  guide: Guide;
  /** Null on phones: there the browser's own settings are all there is. */
  system: System | null;
}

/** Which browser this is, as far as it says. It opens the right help first, and decides nothing else. */
export function browserOf(userAgent: string, touchPoints: number): Browser {
  const is = (pattern: RegExp) => pattern.test(userAgent);
  // An iPad says that it is a Mac; no Mac has a touch screen.
  if (is(/iPhone|iPad|iPod/) || (is(/Macintosh/) && touchPoints > 1)) return { guide: 'safari_ios', system: null };
  if (is(/Android/)) return { guide: is(/Firefox/) ? 'firefox' : 'chrome_android', system: null };
  const system = is(/Windows/) ? 'windows' : is(/Macintosh/) ? 'mac' : 'linux';
  if (is(/Edg\//)) return { guide: 'edge', system };
  if (is(/Firefox\//)) return { guide: 'firefox', system };
  if (is(/Chrome\/|Chromium\//)) return { guide: 'chrome', system };
  return { guide: system === 'mac' ? 'safari_mac' : 'chrome', system };
}
