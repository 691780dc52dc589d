import type { Words } from './words.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** In which language and time zone instants are written. */
export interface Wall {
  /** BCP 47. */
  readonly locale: string;
  /** IANA name. */
  readonly zone: string;
}

/** How long something is, in its largest whole unit: `41 min`, `2 h`, `6 d`. */
export function span(ms: number, units: Words['time']): string {
  const long = Math.abs(ms);
  if (long < MINUTE) return units.seconds(Math.floor(long / SECOND));
  if (long < HOUR) return units.minutes(Math.floor(long / MINUTE));
  if (long < 2 * DAY) return units.hours(Math.floor(long / HOUR));
  return units.days(Math.floor(long / DAY));
}

/** `14:02` */
export function clockTime(at: number, wall: Wall): string {
  return format(wall, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** `Tue 14 Apr` */
export function shortDay(at: number, wall: Wall): string {
  return format(wall, { weekday: 'short', day: 'numeric', month: 'short' }).format(at).replace(',', '');
}

/** `14 Apr 2026` */
export function fullDay(at: number, wall: Wall): string {
  return format(wall, { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** Everything there is to say of an instant: `Tue 14 Apr 2026, 13:21:07 CEST`. */
export function exactly(at: number, wall: Wall): string {
  const day = format(wall, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
    .format(at)
    .replace(',', '');
  const time = format(wall, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at);
  return `${day}, ${time}`;
}

/** As near as needed: `14:04` today, `tomorrow 09:00`, `Sat 11:20` within a week, else `2 Jun`, with the year if another. */
export function nearDay(at: number, now: number, wall: Wall, words: Words['time']): string {
  const days = daysBetween(now, at, wall);
  const time = clockTime(at, wall);
  if (days === 0) return time;
  if (days === 1) return `${words.tomorrow} ${time}`;
  if (days === -1) return `${words.yesterday} ${time}`;
  if (days > 1 && days < 7) return `${format(wall, { weekday: 'short' }).format(at)} ${time}`;
  const sameYear = yearOf(at, wall) === yearOf(now, wall);
  return format(wall, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }).format(
    at,
  );
}

/** As {@link nearDay}, for a narrow column of days gone by: `14:04`, `yesterday`, `Sat`, `2 Jun`. */
export function justDay(at: number, now: number, wall: Wall, words: Words['time']): string {
  const days = daysBetween(now, at, wall);
  if (days === -1) return words.yesterday;
  if (days < -1 && days > -7) return format(wall, { weekday: 'short' }).format(at);
  return nearDay(at, now, wall, words);
}

/** The heading of a day: `Today, Tuesday 14 April`; further back without a name of its own, in another year with it. */
export function dayHeading(at: number, now: number, wall: Wall, words: Words['time']): string {
  const days = daysBetween(now, at, wall);
  const sameYear = yearOf(at, wall) === yearOf(now, wall);
  const day = format(wall, {
    weekday: 'long', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at).replace(/^(\S+), /, '$1 '); // prettier-ignore
  if (days === 0) return `${words.todayHeading}, ${day}`;
  if (days === -1) return `${words.yesterdayHeading}, ${day}`;
  return day;
}

/** The calendar day on a wall of that zone, `2026-04-14`. */
export function dayOf(at: number, { zone }: Pick<Wall, 'zone'>): string {
  return format({ locale: 'sv-SE', zone }, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

function daysBetween(now: number, at: number, wall: Wall): number {
  return Math.round((Date.parse(dayOf(at, wall)) - Date.parse(dayOf(now, wall))) / DAY);
}

function yearOf(at: number, wall: Wall): string {
  return dayOf(at, wall).slice(0, 4);
}

// A list of hundreds of rows writes hundreds of times; making a format costs a hundred times what using it does.
const formats = new Map<string, Intl.DateTimeFormat>();

function format({ locale, zone }: Wall, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  let known = formats.get(key);
  if (known === undefined) {
    known = new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options });
    formats.set(key, known);
  }
  return known;
}
