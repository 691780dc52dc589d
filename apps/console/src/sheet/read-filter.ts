import type { PlainSearch } from '../plain-search.js';

/** What an address says of some filters; strange names are passed over, and values longer than `most` as well. */
export function readFilter<const Name extends string>(
  search: Readonly<Record<string, unknown>>,
  names: readonly Name[],
  most = 200,
): Readonly<Partial<Record<Name, string>>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = search[name];
      return typeof value === 'string' && value !== '' && value.length <= most ? [[name, value]] : [];
    }),
  ) as Partial<Record<Name, string>>;
}

/** The same with one filter changed; an empty value takes it away. */
export function writeFilterTo(search: PlainSearch, name: string, value: string): PlainSearch {
  const { [name]: _gone, ...rest } = search;
  return value === '' ? rest : { ...rest, [name]: value };
}
