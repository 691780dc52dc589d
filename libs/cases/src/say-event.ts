type Data = Readonly<Record<string, unknown>>;

/** What each kind of event is called where people read it. */
const NAMES: Readonly<Record<string, string>> = {
  opened: 'Case opened',
  reopened: 'Case opened again',
  reinfection: 'Seen again after it was clean',
  sightings: 'Seen again',
  'attribution-withdrawn': 'Attribution withdrawn',
  decided: 'Decided',
  acknowledged: 'Acknowledged',
  note: 'Note',
  'notice.sent': 'Letter sent',
  'notice.delivered': 'Letter delivered',
  'notice.bounced': 'Letter came back',
  'notice.failed': 'Letter could not be sent',
  'notice.uncertain': 'Letter may have been sent',
  'notice.cancelled': 'Letter cancelled',
  'garden.accepted': 'Held back: the network took the order',
  'garden.active': 'Held back: the network’s own records show it',
  'garden.unknown': 'The network does not answer',
  'garden.no-session': 'Not online: nothing is held back',
  'garden.requested': 'The network is asked again',
  'garden.releasing': 'To be opened again',
  'garden.released': 'Open again',
  'garden.failed': 'The network refused to hold it back',
  'garden.not-enforceable': 'The network cannot hold it back',
  'desk.release': 'Let out by the desk',
  'desk.safety': 'Protected by the desk',
  'desk.confine-asked': 'Asked to be held back; a second person must agree',
  'desk.confine': 'Held back by the desk: two people agreed',
  'desk.call-back': 'Called by the desk',
  'desk.withdraw': 'Evidence withdrawn by the desk',
  'phone.not-me': 'By telephone: this is not me',
  'phone.call': 'By telephone: please call me',
  'phone.safety': 'By telephone: I need it for health, alarm or safety',
  'portal.acknowledge': 'Subscriber: I have read it',
  'portal.cleaned': 'Subscriber: I have cleaned it',
  'portal.safety': 'Subscriber: I need it for health, alarm or safety',
  'portal.not-me': 'Subscriber: this is not me',
  'portal.call': 'Subscriber: please call me',
};

/** Why the network was told to open a line, in words. */
const OPENED: Readonly<Record<string, string>> = {
  cleaned: 'the subscriber has cleaned it',
  safety: 'needed for health, alarm or safety, and not held back again until somebody has asked',
  unanswered: 'nobody of the desk answered the request in time',
  'time-is-up': 'the days are over',
  withdrawn: 'the evidence was wrong',
  observing: 'its sources are only observed now',
  left: 'the subscriber has left',
  'not-confinable': 'the line must not be confined',
  'release-all': 'everybody was let out by hand',
  undecidable: 'the case cannot be decided',
  desk: 'the desk let it out',
  refused: 'the network refused',
  'not-enforceable': 'no NAS that could',
  'never-started': 'the network did not take it in within an hour',
};

/** What follows from what a subscriber asked for, where a person has to act. */
const ASKED: Readonly<Record<string, string>> = {
  'portal.not-me': 'the desk looks at it; a line that is held is let out after a day, answered or not',
  'portal.call': 'the desk calls',
};

/** One event of a timeline in words: what it is called, and what belongs to it. */
export function sayEvent(kind: string, data: Data): { readonly name: string; readonly text: string } {
  return { name: NAMES[kind] ?? kind, text: textOf(kind, data) };
}

function textOf(kind: string, data: Data): string {
  if (kind.startsWith('garden.')) return OPENED[word(data['why'])] ?? '';
  if (kind.startsWith('portal.'))
    return [ASKED[kind], data['via'] === 'code' ? 'by the code of a letter' : undefined]
      .filter((part) => part !== undefined)
      .join(', ');
  if (kind.startsWith('desk.') || kind.startsWith('phone.')) return word(data['text']);
  switch (kind) {
    case 'opened':
    case 'reopened':
    case 'reinfection':
    case 'sightings':
      return [
        times(data['count']),
        list(data['malware']),
        span(data),
        data['afterTheEnd'] === true ? 'from before the case ended' : '',
      ]
        .filter((part) => part !== '')
        .join(', ');
    case 'attribution-withdrawn':
      return [times(data['count']), word(data['why'])].filter((part) => part !== '').join(', ');
    case 'decided':
      return word(data['reason']);
    case 'note':
      return word(data['text']);
    default:
      return Object.entries(data)
        .map(([key, value]) => `${key} ${word(value)}`)
        .join(', ');
  }
}

function times(count: unknown): string {
  return typeof count === 'number' ? `${count} ${count === 1 ? 'sighting' : 'sightings'}` : '';
}

function list(names: unknown): string {
  return Array.isArray(names) ? names.map(word).join(', ') : '';
}

function span(data: Data): string {
  const [first, last] = [data['firstSeenAt'], data['lastSeenAt']].map(minute);
  if (first === '' || last === '') return '';
  return first === last ? `on ${first}` : `from ${first} to ${last}`;
}

function minute(instant: unknown): string {
  return typeof instant === 'string' ? `${instant.slice(0, 16).replace('T', ' ')} UTC` : '';
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}
