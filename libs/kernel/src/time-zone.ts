const formats = new Map<string, Intl.DateTimeFormat>();

/** Is this a name of the IANA time zone database that this machine knows? */
export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** How far clocks on a wall of `zone` are ahead of UTC at this moment, in ms. @throws RangeError when it is no time zone. */
export function offsetMs(at: number, zone: string): number {
  const minute = `${zone} ${Math.floor(at / 60_000)}`;
  const known = offsets.get(minute);
  if (known !== undefined) return known;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  const offset = computeOffsetMs(at, zone);
  offsets.set(minute, offset);
  return offset;
}

// Hundreds of cases are decided at one instant, in a few zones, and each asks a dozen times. No clock on a wall has
// been put forward or back within a minute since 1972.
const offsets = new Map<string, number>();
const MOST_OFFSETS = 10_000;

function computeOffsetMs(at: number, zone: string): number {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = value;
  const wall = Date.UTC(
    Number(part.year),
    Number(part.month) - 1,
    Number(part.day),
    Number(part.hour),
    Number(part.minute),
    Number(part.second),
  );
  return wall - Math.floor(at / 1000) * 1000;
}

// Making a format costs a hundred times what using it does. Only real zones get in, some hundreds at most.
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}
