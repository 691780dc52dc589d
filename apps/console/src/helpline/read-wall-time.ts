import { offsetMs } from '@lazaret/kernel';

/** `2026-04-14T16:02`, as a field for date and time gives it. */
const WALL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/;

/**
 * The instant at which clocks on a wall of `zone` show `text`, ISO 8601; null when it is no time. An hour that comes twice
 * is its first; one that is left out is as long after the change as it says.
 */
export function readWallTime(text: string, zone: string): string | null {
  const parts = WALL.exec(text);
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  if (new Date(wall).getUTCMonth() !== month - 1 || hour > 23 || minute > 59 || second > 59) return null;
  // No zone is further from UTC than a day; the offset before and after a change are the only candidates.
  const before = wall - offsetMs(wall - 86_400_000, zone);
  const after = wall - offsetMs(wall + 86_400_000, zone);
  const fits = (at: number): boolean => at + offsetMs(at, zone) === wall;
  const at = [before, after].filter(fits).sort((a, b) => a - b)[0] ?? before;
  return new Date(at).toISOString();
} // prettier-ignore
