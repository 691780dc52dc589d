import { AppError } from '@lazaret/kernel';

import { briefError } from '../queue/brief-error.js';

const DEEPEST = 5;
const MOST_ITEMS = 50;
const LONGEST_TEXT = 2_000;

/** Names of fields that are never written, whoever forgot to wrap them. `parameters` is what TypeORM calls SQL values. */
const HIDDEN =
  /(password|passphrase|passwd|secret|token|authorization|cookie|apikey|credentials?|e?mail|phone|parameters)$/;

/** The user part of a URL: a password, or a name that is not ours to print. */
const USER_IN_URL = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;

/**
 * What may be logged of some fields, at any depth: `Secret` and `Personal` masked, errors brief, hidden names and
 * credentials in URLs blanked, everything bounded. Data of other kinds is named, not printed.
 */
export function logFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return safeObject(fields, 0);
}

function safeObject(object: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(object).slice(0, MOST_ITEMS);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, isHidden(name) ? hide(value) : safe(value, depth + 1)]),
  );
}

function safe(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return safeText(value);
    case 'bigint':
      return String(value);
    case 'function':
    case 'symbol':
      return `[${typeof value}]`;
    case 'object':
      return value === null ? null : safeThing(value, depth);
    default:
      return value;
  }
}

function safeThing(value: object, depth: number): unknown {
  if (value instanceof Error) return safeError(value);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map || value instanceof Set) return `[${value.size} items]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    const plain: unknown = (value as { toJSON: () => unknown }).toJSON();
    // What makes an object of itself again would make one for ever.
    return typeof plain === 'object' && plain !== null ? '[object]' : safe(plain, depth);
  }
  if (depth >= DEEPEST) return '[deep]';
  return Array.isArray(value)
    ? value.slice(0, MOST_ITEMS).map((item) => safe(item, depth + 1))
    : safeObject(value, depth);
}

/**
 * An error without what it quotes. TypeORM and pg hang the statement, its values and the row onto theirs, and messages
 * repeat values; so only the brief message, our own problems and the places in the code are kept.
 */
function safeError(error: Error): Record<string, unknown> {
  const problems = error instanceof AppError ? error.problems.slice(0, MOST_ITEMS) : [];
  return {
    error: briefError(error),
    ...(problems.length > 0 && {
      problems: problems.map((p) => ({ at: safeText(p.at), message: safeText(p.message) })),
    }),
    at: frames(error.stack),
  };
}

/** The places of a stack, without the message above them. */
export function frames(stack: string | undefined): string[] {
  const lines = (stack ?? '').slice(0, 20_000).split('\n');
  return lines.filter((line) => /^\s+at /.test(line)).slice(0, 12).map((line) => line.trim()); // prettier-ignore
}

function safeText(text: string): string {
  const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return short.replace(USER_IN_URL, '$1[secret]@');
}

function isHidden(name: string): boolean {
  return HIDDEN.test(name.toLowerCase().replaceAll(/[-_]/g, ''));
}

// How many or whether there is one may be worth knowing, and says nothing.
function hide(value: unknown): unknown {
  return value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : '[hidden]';
}
