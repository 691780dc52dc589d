import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';

import { Personal, Refused, Secret, Unavailable } from '@lazaret/kernel';

import { createLog, NestLog } from './log.js';

const CANARY = 'canary-7f3a9@mail.example';

function open(level: 'debug' | 'info' | 'warn' = 'debug') {
  const lines: string[] = [];
  const log = createLog({
    name: 'test',
    level,
    destination: { write: (line: string) => void lines.push(line) },
  });
  return {
    log,
    nest: new NestLog(log),
    lines,
    last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>,
  };
}

/** As the driver and TypeORM make it: statement, values and row hang on the error, and the message quotes one. */
function queryFailed(): QueryFailedError {
  const driver = Object.assign(new Error(`invalid input syntax for type bigint: "${CANARY}"`), {
    code: '22P02',
    detail: `Key (value)=(${CANARY}) already exists.`,
    where: `COPY stage, line 1: "${CANARY}"`,
  });
  return new QueryFailedError(`select '${CANARY}'`, [CANARY], driver);
}

describe('a log line', () => {
  it('is one JSON object with time, level, app, message and fields', () => {
    const { log, last } = open();
    log
      .with({ feed: 'sinkhole' })
      .warn('row rejected', { line: 7, at: new Date('2026-11-12T10:00:00Z'), n: 5n });
    expect(last()).toEqual({
      level: 'warn', time: expect.stringMatching(/^\d{4}-.*Z$/), app: 'test', feed: 'sinkhole', msg: 'row rejected',
      line: 7, at: '2026-11-12T10:00:00.000Z', n: '5',
    }); // prettier-ignore
  });

  it('is not written below its level', () => {
    const { log, lines } = open('warn');
    log.debug('a');
    log.info('b');
    log.warn('c');
    expect(lines).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a secret', { key: new Secret(CANARY) }],
    ['something personal, deep down', { a: { b: [{ c: new Personal(CANARY) }] } }],
    ['a hidden name', { password: CANARY, smtpPassword: CANARY, API_KEY: CANARY, 'set-cookie': [CANARY] }],
    ['a hidden name, deep down', { headers: { authorization: CANARY }, user: [{ email: CANARY }] }],
    ['credentials in a URL', { url: `smtp://user:${CANARY.split('@')[0]}@mail` }],
    ['credentials in a URL object', { url: new URL('https://canary-7f3a9:x@feed.example/') }],
    ['a failed query', { err: queryFailed() }],
    ['a failed query inside another error', { err: new Unavailable('PostgreSQL', { cause: queryFailed() }) }],
    ['a failed query under any name, deep down', { job: { why: [queryFailed()] } }],
    ['bytes', { body: Buffer.from(CANARY) }],
    ['a map', { found: new Map([[1, CANARY]]) }],
  ])('does not show %s', (_, fields) => {
    const { log, lines } = open();
    log.info('x', fields);
    log.with(fields).error('y', fields);
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain('canary-7f3a9');
  });

  it('shows of an error what helps: its kind, its problems and its place', () => {
    const { log, last } = open();
    log.error('import failed', {
      err: new Refused('bad file', { problems: [{ at: 'line 3', message: 'is missing' }] }),
    });
    expect(last()['err']).toEqual({
      error: 'refused: Refused: bad file',
      problems: [{ at: 'line 3', message: 'is missing' }],
      at: expect.arrayContaining([expect.stringContaining('log.spec.ts')]),
    });
    log.error('query failed', { err: queryFailed() });
    expect(JSON.stringify(last()['err'])).toContain('22P02');
  });

  it('is bounded, whatever it is given', () => {
    const ring: Record<string, unknown> = {};
    ring['ring'] = ring;
    const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`f${i}`, 'x'.repeat(10_000)]));
    const { log, lines } = open();
    log.info('x', { ring, wide, list: Array.from({ length: 10_000 }, () => 'y') });
    expect(lines[0]?.length).toBeLessThan(150_000);
  });
});

describe("Nest's log", () => {
  it.each<[string, unknown[]]>([
    ['an exception', [queryFailed()]],
    ['an exception with its context', [queryFailed(), 'ExceptionsHandler']],
    ['a message with its stack', [queryFailed().message, queryFailed().stack, 'ExceptionsHandler']],
    ['an object', [{ email: CANARY }]],
  ])('does not show what %s quotes', (_, said) => {
    const { nest, lines } = open();
    nest.error(said[0], ...said.slice(1));
    nest.fatal(said[0], ...said.slice(1));
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain('canary-7f3a9');
  });

  it('keeps words, context and places', () => {
    const { nest, last } = open();
    nest.log('Nest application successfully started', 'NestApplication');
    expect(last()).toMatchObject({
      level: 'info',
      msg: 'Nest application successfully started',
      context: 'NestApplication',
    });
    nest.error('boom', new Error('boom').stack, 'Worker');
    expect(last()).toMatchObject({
      level: 'error',
      context: 'Worker',
      at: [expect.stringContaining('at '), ...rest(last())],
    });
  });
});

function rest(line: Record<string, unknown>): unknown[] {
  return (line['at'] as unknown[]).slice(1);
}
