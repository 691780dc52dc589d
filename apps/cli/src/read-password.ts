import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

import { Refused } from '@lazaret/kernel';

/** More than this is no password. */
const MOST_BYTES = 1_000;

/**
 * A password from standard input: its first line, or typed twice unseen where somebody sits at a terminal.
 * @throws Refused when there is none, or the two differ
 */
export async function readPassword(
  input: NodeJS.ReadStream = process.stdin,
  prompt: NodeJS.WriteStream = process.stderr,
): Promise<string> {
  const password = input.isTTY ? await typedTwice(input, prompt) : firstLine(await readAll(input));
  if (password === '') throw refused('give one line on standard input');
  return password;
}

async function typedTwice(input: NodeJS.ReadStream, prompt: NodeJS.WriteStream): Promise<string> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: unseen, terminal: true });
  const ask = async (what: string): Promise<string> => {
    prompt.write(what);
    const line = await lines.question('');
    prompt.write('\n');
    return line;
  };
  try {
    const first = await ask('Password: ');
    if ((await ask('Once more: ')) !== first) throw refused('you typed two different ones');
    return first;
  } finally {
    lines.close();
  }
}

async function readAll(input: NodeJS.ReadStream): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of input) {
    const buffer = Buffer.from(piece as Buffer);
    bytes += buffer.length;
    if (bytes > MOST_BYTES) throw refused('that is too long for a password');
    pieces.push(buffer);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

function refused(message: string): Refused {
  return new Refused('no password was read', { problems: [{ at: '--password-stdin', message }] });
}
