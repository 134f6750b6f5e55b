/** The secret of a personal link is the fragment: a browser never sends it to a server by itself. */
export function secretOf(hash: string): string | null {
  const secret = decode(hash.replace(/^#/, '')).trim();
  return secret === '' ? null : secret;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
