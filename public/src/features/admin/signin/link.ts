/** The key in `#key=…`, as links for development carry it. */
export function keyIn(hash: string): string | null {
  const key = new URLSearchParams(hash.replace(/^#/, '')).get('key')?.trim();
  return key ? key : null;
}

/** Where to go on after signing in: pages of the admin app only, never another site. */
export function safeNext(next: string | undefined): string | null {
  if (!next) return null;
  return /^\/admin(\/(?!signin)[\w./?=&%~:+,"[\]{}-]*)?$/.test(next) && !next.includes('//') ? next : null;
}
