export type Piece = { text: string; href?: string };

const CANDIDATE = /https?:\/\/[^\s<>"`]+/gi;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?'’”»…،؛؟]$/u;
const BRACKETS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** The text in pieces, of which some are addresses. Only http and https, and only what the browser can read as one. */
export function linked(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { 0: found, index } of text.matchAll(CANDIDATE)) {
    const address = trimmed(found);
    const href = hrefOf(address);
    if (!href) continue;
    if (index > done) pieces.push({ text: text.slice(done, index) });
    pieces.push({ text: address, href });
    done = index + address.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done) });
  return pieces;
}

/** Without the full stop of the sentence, or a bracket that was opened before the address. */
function trimmed(address: string): string {
  let kept = address;
  for (;;) {
    const last = kept.at(-1) ?? '';
    const opening = BRACKETS[last];
    const unbalanced = opening !== undefined && kept.split(last).length > kept.split(opening).length;
    if (!unbalanced && !TRAILING.test(kept)) return kept;
    kept = kept.slice(0, -1);
  }
}

function hrefOf(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  // Somebody's name and password before the @ make an address look like another one.
  const plain = url && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  return plain ? url.href : null;
}
