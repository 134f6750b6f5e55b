/** Words that are no name by themselves: titles, and first halves of names. */
const HALF = /^(dr|mr|mrs|ms|prof|sir|abd|abdul|abu|umm|el|al|ibn|bin|ben|van|von|de|da|di|le|la|st|mc|o['’])$/i;

/**
 * What somebody is called in a sentence: "Kofi" for "Kofi Mensah". Only where the first word is surely a name to call
 * somebody by; many languages put the family first or need both halves, and then the whole name is right.
 */
export function callName(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? '';
  const sure = words.length > 1 && /^\p{Script=Latin}[\p{Script=Latin}\p{M}'’-]+$/u.test(first) && !HALF.test(first);
  return sure ? first : words.join(' ');
}
