/**
 * The server's clock as seen from here. Times like "kept until" come from the server; a laptop whose clock is
 * minutes off would otherwise show a countdown that is minutes off.
 */
let ahead = 0;

export function noteServerDate(date: string | null, now = Date.now()) {
  const server = date ? Date.parse(date) : Number.NaN;
  // The header counts whole seconds: a difference below two of them says nothing.
  if (!Number.isNaN(server)) ahead = Math.abs(server - now) < 2000 ? 0 : server - now;
}

export const serverNow = () => Date.now() + ahead;
