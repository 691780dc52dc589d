import type { TimelineEntry } from '@lazaret/cases';

import type { LaneEvent, LaneKind, Sightings } from './lanes.js';
import { letterName } from './pages/words.js';
import { capital, list } from './pages/say.js';

const BUTTONS: Readonly<Record<string, string>> = {
  acknowledge: 'On the portal: “I have read it”',
  cleaned: 'On the portal: “I have cleaned it”',
  safety: 'On the portal: “I need it for health, alarm or safety”',
  'not-me': 'On the portal: “this is not me”. The desk has a day to look',
  call: 'On the portal: “please call me”',
};
const OPENED: Readonly<Record<string, string>> = {
  cleaned: 'by themselves',
  safety: 'at once, and protected; we ask afterwards',
  unanswered: 'our desk did not answer for a day',
  'time-is-up': 'the days are over',
  withdrawn: 'our evidence was wrong',
};

type Told = Omit<LaneEvent, 'at' | 'href'> & { readonly href?: string | null };

/** What a lane shows of one entry of a case's timeline, in few words; mostly nothing. */
export function tellLane(
  { at, kind, data }: TimelineEntry,
  code: string,
  letterAt: (notice: number) => string | null,
): LaneEvent[] {
  const told = tell(kind, data, letterAt);
  return told === null ? [] : [{ at, href: `/case/${code}`, ...told }];
}

function tell(
  kind: string,
  data: TimelineEntry['data'],
  letterAt: (notice: number) => string | null,
): Told | null {
  const [part, what = ''] = kind.split('.');
  if (part === 'notice') return tellLetter(what, data, letterAt);
  if (part === 'portal') return say('portal', BUTTONS[what] ?? `On the portal: ${what}`);
  if (part === 'garden') return tellGarden(what, data);
  switch (kind) {
    case 'opened':
    case 'sightings':
      return seen(data, '');
    case 'reinfection':
    case 'reopened':
      return seen(data, ': a new case');
    case 'attribution-withdrawn':
      return say('wrong', `Withdrawn: ${text(data['why']) || 'it was somebody else'}`);
    case 'decided':
      return tellDecision(data);
    default:
      return null;
  }
}

function tellLetter(
  what: string,
  data: TimelineEntry['data'],
  letterAt: (notice: number) => string | null,
): Told | null {
  const name = capital(letterName(text(data['template'])));
  const href = letterAt(Number(data['notice']));
  if (what === 'delivered') return { ...say('letter', name), ...(href === null ? {} : { href }) };
  if (what === 'bounced' || what === 'failed') return say('wrong', `${name} came back`);
  return null;
}

function tellGarden(what: string, data: TimelineEntry['data']): Told | null {
  if (what === 'accepted') return say('garden', 'In the garden');
  if (what === 'released') {
    const why = OPENED[text(data['why'])];
    return say('free', why === undefined ? 'Let out' : `Let out: ${why}`);
  }
  return null;
}

function tellDecision(data: TimelineEntry['data']): Told | null {
  const actions = Array.isArray(data['actions']) ? (data['actions'] as readonly TimelineEntry['data'][]) : [];
  const kinds = actions.map((action) => action['kind']);
  if (kinds.includes('clear')) return say('clear', 'Quiet for long enough: clear');
  if (kinds.includes('close')) return say('clear', 'Closed');
  if (kinds.includes('ask-desk')) return say('desk', 'A person of the desk is asked');
  return null;
}

const say = (kind: LaneKind, words: string): Told => ({ kind, text: words });
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function seen(data: TimelineEntry['data'], more: string): Told {
  const by = Array.isArray(data['upstreams']) ? data['upstreams'].map(String) : [];
  const sightings = { count: Number(data['count']) || 1, by, more };
  return { kind: 'seen', text: saySeen(sightings), sightings };
}

/** What the reports of one moment say of a line is one event, however many reports there were. */
export function joinSeen(events: readonly LaneEvent[]): LaneEvent[] {
  const joined: LaneEvent[] = [];
  for (const event of events) {
    const i = joined.findIndex(
      (one) => one.sightings && event.sightings && one.at.getTime() === event.at.getTime(),
    );
    const before = joined[i];
    if (!before?.sightings || !event.sightings) joined.push(event);
    else {
      const sightings = {
        count: before.sightings.count + event.sightings.count,
        by: [...new Set([...before.sightings.by, ...event.sightings.by])].sort(),
        more: before.sightings.more || event.sightings.more,
      };
      joined[i] = { ...before, text: saySeen(sightings), sightings };
    }
  }
  return joined;
}

/** `Seen 3 times, by shadowserver and tarpit` */
function saySeen({ count, by, more }: Sightings): string {
  const times = ['', 'once', 'twice'][count] ?? `${count} times`;
  return `Seen ${times}${by.length === 0 ? '' : `, by ${list(by)}`}${more}`;
}
