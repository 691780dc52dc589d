// Asking Intl costs some 50 µs, and a file of a million lines names a handful of zones.
const known = new Set<string>();

/** Whether a text names an IANA time zone. Offsets such as `+01:00` do not: they have no summer. */
export function isTimeZone(text: string): boolean {
  if (known.has(text)) return true;
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    return false;
  }
  if (known.size < 1_000) known.add(text);
  return true;
}
