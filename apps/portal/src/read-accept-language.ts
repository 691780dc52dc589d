/** The most of a header that is looked at. */
const LONGEST = 500;

/** `Accept-Language` as tags, the dearest first (RFC 9110 §12.5.4). What is not written as it should be is left out. */
export function readAcceptLanguage(header: string | undefined): readonly string[] {
  return (header ?? '')
    .slice(0, LONGEST)
    .split(',')
    .flatMap((part) => {
      const [, tag, q] =
        /^\s*([a-z]{1,8}(?:-[a-z0-9]{1,8})*)\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*$/i.exec(part) ?? [];
      const weight = q === undefined ? 1 : Number(q);
      return tag === undefined || weight === 0 ? [] : [{ tag, weight }];
    })
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
