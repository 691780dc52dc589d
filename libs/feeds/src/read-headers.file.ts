import { readFile } from 'node:fs/promises';

import { Refused, Secret } from '@lazaret/kernel';

/** `Name: value` lines of a file, the way keys of feeds are kept. @throws Refused naming the line that is none. */
export async function readHeaders(
  path: string | undefined,
): Promise<Secret<Readonly<Record<string, string>>>> {
  if (path === undefined) return new Secret({});
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Refused(`the headers file ${path} cannot be read`, { cause: error });
  });
  const lines = text
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trim(), at: `${path} line ${index + 1}` }));
  const headers: Record<string, string> = {};
  for (const { line, at } of lines) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name, value] = /^([A-Za-z0-9-]+):\s*(\S.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new Refused('the headers file has a line that is no header', {
        problems: [{ at, message: 'write `Name: value`' }],
      });
    headers[name.toLowerCase()] = value;
  }
  return new Secret(headers);
}
