import { Refused } from '@lazaret/kernel';

export const LIST_BYTES = 256 * 1024;
export const LIST_ADDRESSES = 1_000;

/**
 * The addresses of a `text/uri-list` (RFC 2483 §5: one a line, `#` begins a comment), relative ones against the list's
 * own, each once. @throws Refused naming the line that is no address, or when there are more than a thousand.
 */
export function readUriList(text: string, base: URL): readonly URL[] {
  const found = new Map<string, URL>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const address = line.trim();
    if (address === '' || address.startsWith('#')) continue;
    if (!URL.canParse(address, base.href))
      throw new Refused('the list of reports has a line that is no address', {
        problems: [{ at: `line ${index + 1}`, message: 'one address a line' }],
      });
    const url = new URL(address, base);
    found.set(url.href, url);
    if (found.size > LIST_ADDRESSES) throw new Refused(`the list names more than ${LIST_ADDRESSES} reports`);
  }
  return [...found.values()];
}
