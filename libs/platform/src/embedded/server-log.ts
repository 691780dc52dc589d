import { open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

const LIMIT = 16 * 1024 * 1024;

/** PostgreSQL's log in our folder, for appending; one older piece is kept. */
export async function openLog(home: string): Promise<Awaited<ReturnType<typeof open>>> {
  const path = logPath(home);
  const size = await stat(path).then(
    (s) => s.size,
    () => 0,
  );
  if (size > LIMIT) await rename(path, `${path}.1`);
  return open(path, 'a', 0o600);
}

export function logPath(home: string): string {
  return join(home, 'postgres.log');
}

/** The last lines, for the message of a failed start. */
export async function logTail(home: string): Promise<string> {
  const text = await readFile(logPath(home), 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-5).join(' | ');
}
