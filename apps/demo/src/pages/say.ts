import { markup, type Markup } from './markup.js';

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
const DAY = format({ weekday: 'long', day: 'numeric', month: 'long' });
const SHORT = format({ day: 'numeric', month: 'short' });
const TIME = format({ hour: '2-digit', minute: '2-digit' });

/** `Thursday 12 November`. */
export function sayDay(at: Date): string {
  return DAY.format(at).replace(',', '');
}

/** `12 Nov`. */
export function sayDate(at: Date): string {
  return SHORT.format(at);
}

/** `09:41`. */
export function sayTime(at: Date): string {
  return TIME.format(at);
}

/** `12 Nov, 09:41`, with the whole instant for machines; a dash for never. All times of the demo are UTC. */
export function when(at: Date | null): Markup {
  return at === null
    ? markup`<span class="soft">–</span>`
    : markup`<time datetime="${at.toISOString()}">${sayDate(at)}, ${sayTime(at)}</time>`;
}

/** `1 case`, `48 cases`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

export function number(n: number): string {
  return n.toLocaleString('en');
}

/** `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** `Dns-open_resolver` of a machine → `Dns open resolver`, for what has no words of its own here. */
export function plain(name: string): string {
  return capital(name.replace(/[-._]+/g, ' ').trim());
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
