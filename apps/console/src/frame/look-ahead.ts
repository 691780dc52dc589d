/**
 * May the omnibox search while somebody still types? Not for what names a person: looking a person up is written down,
 * and half a number is nobody. Those wait for Enter.
 */
export function mayLookAhead(words: string): boolean {
  const text = words.trim();
  if (text.length < 3 || text.includes('@')) return false;
  // A case code, as letters print it.
  if (/^[0-9a-z]{4}-?[0-9a-z]{4}$/i.test(text) && /[a-z]/i.test(text)) return true;
  // An address or prefix: dots or colons, and nothing that a telephone number has.
  return (
    /^[0-9a-f.:[\]/]+$/i.test(text) &&
    (/\d+\.\d+\.\d+\.\d+/.test(text) || text.includes('::') || text.split(':').length > 3)
  );
}
