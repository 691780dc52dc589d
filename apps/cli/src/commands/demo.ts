import type { Command } from 'commander';
import { fork } from 'node:child_process';

import { Refused, Unavailable } from '@lazaret/kernel';

import { demoUrl } from '../config.js';
import type { Output } from '../output.js';
import { program } from '../places.js';
import { readNumber } from '../read-words.js';

interface RunOptions {
  readonly days: string;
  readonly seed: string;
}

export function demoCommand(root: Command, output: () => Output): void {
  const demo = root
    .command('demo')
    .description('the made-up provider: let its clock go on, or play it through');
  demo
    .command('advance')
    .description('let the clock of a running demo go on, and wait until it stands still again')
    .argument('<span>', 'such as 30m, 6h, 1d or 4w; 8w at most')
    .action(async (span: string) => {
      const out = output();
      const now = await advance(span, (at) => out.progress(`it is ${at.slice(0, 16).replace('T', ' ')}`));
      out.result({ now }, () => `It is ${now.slice(0, 16).replace('T', ' ')} UTC in the demo.`);
    });
  demo
    .command('run')
    .description('play the provider through in a house of its own, without a user; one JSON object on stdout')
    .option('--days <number>', 'mornings to play, 1 to 60', '60')
    .option('--seed <number>', 'the provider to make', '7')
    .action(async ({ days, seed }: RunOptions) => {
      const out = output();
      const count = readNumber('--days', days);
      if (count < 1 || count > 60)
        throw new Refused(`not a number of days: ${days}`, {
          problems: [{ at: '--days', message: 'write 1 to 60' }],
        });
      out.data(await run(count, readNumber('--seed', seed), (text) => out.progress(text)));
    });
}

/** @returns the instant at which the clock stands now @throws Refused, Unavailable */
async function advance(span: string, onStop: (at: string) => void): Promise<string> {
  const response = await fetch(new URL('advance', demoUrl()), {
    method: 'POST',
    headers: { accept: 'application/x-ndjson', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ for: span }).toString(),
  }).catch((cause: unknown) => {
    throw new Unavailable('the demo does not answer; is it running?', { cause });
  });
  if (!response.ok || !response.body) {
    const page = await response.text();
    const reason = /<p class="lead">([^<]{1,300})<\/p>/.exec(page)?.[1] ?? `it answered ${response.status}`;
    throw new Refused(`the clock was not moved: ${reason}`);
  }
  let now: string | undefined;
  try {
    for await (const line of linesOf(response.body)) {
      const said = JSON.parse(line) as { at?: string; done?: boolean; now?: string };
      if (said.at !== undefined) onStop(said.at);
      if (said.done === true) now = said.now;
    }
  } catch (cause) {
    throw new Unavailable('the demo stopped in the middle', { cause });
  }
  if (now === undefined) throw new Unavailable('the demo stopped in the middle; its log says why');
  return now;
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts.filter((part) => part !== '');
  }
}

/** One program drives the whole run; here its progress is passed on, and what it found. */
async function run(days: number, seed: number, tell: (text: string) => void): Promise<object> {
  const child = fork(program('demo', 'run'), [String(days), String(seed)], {
    stdio: ['ignore', process.stderr, 'inherit', 'ipc'],
  });
  const stop = (): void => void child.kill('SIGTERM');
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await new Promise<object>((resolve, reject) => {
      child.on('message', (message: { readonly progress?: string; readonly result?: object }) => {
        if (message.progress !== undefined) tell(message.progress);
        if (message.result !== undefined) resolve(message.result);
      });
      child.once('error', reject);
      child.once('exit', (code) =>
        reject(new Unavailable(`the run ended early (exit code ${code ?? 'none'})`)),
      );
    });
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
