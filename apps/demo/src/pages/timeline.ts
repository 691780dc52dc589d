import { sayEvent, type TimelineEntry } from '@lazaret/cases';

import { toneOf } from './chip.js';
import { markup, type Markup } from './markup.js';
import { count, list, plain, sayDay, sayTime } from './say.js';
import { code } from './table.js';
import { letterName, troubleName } from './words.js';

type Data = TimelineEntry['data'];

/** What an entry says: its name for people, what is worth adding, and the state it is coloured by. */
interface Said {
  readonly title: string | Markup;
  readonly more?: string | Markup | null;
  readonly state: string;
}

/** One column of time, grouped by day, in the order it happened. `letterAt` finds the letter of a notice. */
export function timeline(
  entries: readonly TimelineEntry[],
  letterAt: (notice: number) => string | null,
): Markup {
  const days = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const day = sayDay(entry.at);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return markup`${[...days].map(
    ([day, list]) =>
      markup`<h3 class="day">${day}</h3><ol class="time">${list.map((entry) => item(entry, letterAt))}</ol>`,
  )}`;
}

function item(entry: TimelineEntry, letterAt: (notice: number) => string | null): Markup {
  const { title, more, state } = say(entry, letterAt);
  return markup`<li class="${toneOf(state)}"><time datetime="${entry.at.toISOString()}">${sayTime(entry.at)}</time>
    <div>${title}${more ? markup`<p class="soft">${more}</p>` : null}</div></li>`;
}

function say({ kind, data, actor }: TimelineEntry, letterAt: (notice: number) => string | null): Said {
  if (kind.startsWith('notice.')) return sayLetter(kind.slice('notice.'.length), data, letterAt);
  if (kind.startsWith('garden.') || kind.startsWith('portal.')) return sayPlain(kind, data);
  switch (kind) {
    case 'opened':
      return { title: 'Case opened', more: saySeen(data), state: 'watching' };
    case 'sightings':
      return { title: `Seen again, ${times(data)}`, more: saySeen(data), state: 'watching' };
    case 'reinfection':
      return { title: 'Seen again after it was clean: a new case', more: saySeen(data), state: 'watching' };
    case 'reopened':
      return {
        title: 'Seen again after the last case was closed: a new case',
        more: saySeen(data),
        state: 'watching',
      };
    case 'attribution-withdrawn':
      return {
        title: `Attribution withdrawn, ${times(data)}`,
        more: `Because ${word(data['why'])}.`,
        state: 'failed',
      };
    case 'decided':
      return sayDecision(data);
    case 'acknowledged':
      return { title: 'Somebody on the line said: I have seen it', state: 'cleared' };
    case 'note':
      return { title: `Note of ${actor.name}`, more: word(data['text']), state: 'watching' };
    default:
      return {
        title: plain(kind),
        more: Object.keys(data).length > 0 ? code(JSON.stringify(data)) : null,
        state: 'watching',
      };
  }
}

/** The network's word, or somebody's on the portal. */
function sayPlain(kind: string, data: Data): Said {
  const { name, text } = sayEvent(kind, data);
  const state = STATES[kind] ?? (kind.startsWith('portal.') ? 'told' : 'confined');
  return {
    title: name,
    more: text === '' ? null : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
    state,
  };
}

const STATES: Readonly<Record<string, string>> = {
  'garden.released': 'cleared',
  'garden.failed': 'failed',
  'garden.not-enforceable': 'failed',
  'garden.unknown': 'waiting',
};

function sayLetter(state: string, data: Data, letterAt: (notice: number) => string | null): Said {
  const href = letterAt(Number(data['notice']));
  const name = letterName(word(data['template']));
  const trouble = word(data['error']);
  const read = href === null ? null : markup`<a href="${href}">Read it</a>`;
  const title =
    state === 'sent'
      ? markup`<b>Letter sent</b>: ${name}`
      : markup`<b>Letter ${plain(state).toLowerCase()}</b>: ${name}`;
  return { title, more: trouble === '' ? read : `${trouble}.`, state };
}

function sayDecision(data: Data): Said {
  const actions = Array.isArray(data['actions']) ? (data['actions'] as readonly Data[]) : [];
  const did = actions.map(sayAction).filter((words) => words !== '');
  const state = word(data['state']);
  return {
    title: markup`<b>Decided</b>: ${did.length > 0 ? list(did) : `the case is ${state} now`}`,
    more: markup`${word(data['reason'])} Rule ${code(word(data['rule']))}.`,
    state,
  };
}

function sayAction(action: Data): string {
  switch (action['kind']) {
    case 'notify':
      return `write, ${letterName(word(action['template']))}`;
    case 'ask-desk':
      return 'ask a person at the desk';
    case 'confine':
      return 'confine the line';
    case 'release':
      return 'release the line';
    case 'clear':
      return 'it is clear';
    case 'close':
      return 'close the case';
    case 'held':
      return `${word(action['what'])} is held back`;
    default:
      return '';
  }
}

function saySeen(data: Data): string {
  const malware = Array.isArray(data['malware'])
    ? data['malware'].map((name) => troubleName(String(name)))
    : [];
  const first = instant(data['firstSeenAt']);
  const last = instant(data['lastSeenAt']);
  const span = first === last ? `seen on ${last}` : `seen ${times(data)} from ${first} to ${last}`;
  const by = Array.isArray(data['upstreams']) ? list(data['upstreams'].map(String)) : '';
  const what = [...malware, span].join(', ');
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}, by ${by}.`;
}

const times = (data: Data): string =>
  ['', 'once', 'twice'][Number(data['count'])] ?? count(Number(data['count']), 'time');
const word = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `12 November 06:25`. Timeline data are JSON: their instants are texts. */
function instant(value: unknown): string {
  const at = new Date(word(value));
  return Number.isNaN(at.getTime()) ? 'an unknown time' : `${sayDay(at).replace(/^\w+ /, '')} ${sayTime(at)}`;
}
