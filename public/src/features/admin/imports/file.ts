/** The most the server reads. */
export const MOST_BYTES = 5 * 1024 * 1024;
export const MOST_ROWS = 10_000;

export type FileTrouble = 'empty' | 'too_large' | 'spreadsheet';

const SPREADSHEET = /\.(xlsx?|xlsm|xlsb|ods|numbers)$/i;

/** What need not be sent to know that it is no table. */
export function troubleOf({ name, size }: { name: string; size: number }): FileTrouble | null {
  if (SPREADSHEET.test(name)) return 'spreadsheet';
  if (size === 0) return 'empty';
  return size > MOST_BYTES ? 'too_large' : null;
}
