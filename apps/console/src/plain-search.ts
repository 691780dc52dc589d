/** What stands behind the `?` of a page's address: words, never JSON. The same words as in the API's own queries. */
export type PlainSearch = Readonly<Record<string, string>>;

export function readPlainSearch(text: string): PlainSearch {
  return Object.fromEntries(new URLSearchParams(text));
}

/** Commas, colons and slashes stay readable; what is empty or undefined is left out. */
export function writePlainSearch(search: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(search).filter((pair): pair is [string, string | number | boolean] => {
    const [, value] = pair;
    return value !== undefined && value !== null && value !== '' && typeof value !== 'object';
  });
  if (pairs.length === 0) return '';
  const text = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return `?${text.replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/')}`;
}

/** A path of ours to go back to after signing in; anything else, such as `//evil.example`, is the beginning. */
export function pathBack(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/';
}
