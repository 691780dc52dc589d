import type { House } from './house.js';

const SINCE = '2026-01-01T00:00:00Z';

/**
 * A directory, as files to import: each line has the user name and the subscriber of its own name, whose address is
 * `NAME@mail.example`. @returns their paths in the order of import
 */
export async function directoryFiles(
  house: House,
  lines: readonly (readonly [name: string, lineClass: string])[],
): Promise<string[]> {
  const csv = (head: string, row: (name: string, lineClass: string) => string): string =>
    [head, ...lines.map(([name, lineClass]) => row(name, lineClass)), ''].join('\n');
  const people = lines.map(([name]) => ({ record: 'subscriber', ref: `s-${name}`, kind: 'person' }));
  return Promise.all([
    house.file(
      'lines.csv',
      csv('ref,class,locale,time_zone', (name, of) => `${name},${of},en,Europe/London`),
    ),
    house.file('subscribers.ndjson', people.map((one) => JSON.stringify(one)).join('\n')),
    house.file(
      'access.csv',
      csv('line,kind,value,from', (name) => `${name},user-name,${name},${SINCE}`),
    ),
    house.file(
      'tenures.csv',
      csv('line,subscriber,from', (name) => `${name},s-${name},${SINCE}`),
    ),
    house.file(
      'contacts.csv',
      csv('subscriber,channel,value', (name) => `s-${name},email,${name}@mail.example`),
    ),
  ]);
}
