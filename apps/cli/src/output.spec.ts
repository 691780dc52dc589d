import { describe, expect, it } from 'vitest';

import { Broken, Refused, Unavailable } from '@lazaret/kernel';

import { EXIT, Output, table } from './output.js';

function streams() {
  const text = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => ({
    write: (chunk: string) => ((text[name] += chunk), true),
    isTTY: false,
  });
  const make = (json: boolean) =>
    new Output(
      json,
      sink('out') as unknown as NodeJS.WriteStream,
      sink('err') as unknown as NodeJS.WriteStream,
    );
  return { text, make };
}

describe('a command that fails', () => {
  it.each([
    [new Refused('no'), EXIT.refused],
    [new Unavailable('later'), EXIT.unavailable],
    [new Broken('ours'), EXIT.broken],
    [new Error('surprise'), EXIT.broken],
  ])('%s ends with its family’s code', (error, code) => {
    expect(streams().make(false).fail(error)).toBe(code);
  });

  it('names the place and the remedy', () => {
    const { text, make } = streams();
    make(false).fail(
      new Refused('the file cannot be read', {
        problems: [{ at: 'line 3, column class', message: 'write residential' }],
      }),
    );
    expect(text.err).toBe('lazaret: the file cannot be read\n  line 3, column class: write residential\n');
  });

  it('is one line of JSON for machines', () => {
    const { text, make } = streams();
    make(true).fail(new Refused('no'));
    expect(JSON.parse(text.err)).toEqual({ error: 'refused', message: 'no', problems: [] });
    expect(text.out).toBe('');
  });
});

it('says once what is under way', () => {
  const { text, make } = streams();
  const out = make(false);
  for (const progress of ['it is 10:00', 'it is 10:00', 'it is 10:05', 'it is 10:00']) out.progress(progress);
  expect(text.err).toBe('it is 10:00\nit is 10:05\nit is 10:00\n');
});

describe('a table', () => {
  it('aligns words left and numbers right', () => {
    expect(
      table(
        ['answer', 'rows'],
        [
          ['line', 1200],
          ['pending', 3],
        ],
      ),
    ).toBe(['answer    rows', '───────  ─────', 'line     1,200', 'pending      3'].join('\n'));
  });
});
