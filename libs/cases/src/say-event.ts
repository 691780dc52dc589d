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
};

/** One event of a timeline in words: what it is called, and what belongs to it. */
export function sayEvent(kind: string, data: Data): { readonly name: string; readonly text: string } {
  return { name: NAMES[kind] ?? kind, text: textOf(kind, data) };
}

function textOf(kind: string, data: Data): string {
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
