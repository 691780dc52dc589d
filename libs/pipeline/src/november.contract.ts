import type { Instant } from '@lazaret/kernel';

/** A day of November 2026 (the 31st is 1 December) at a time in UTC, which is London's. The 2nd is a Monday. */
export function on(day: number, time = '10:00'): Instant {
  const [hours, minutes] = time.split(':').map(Number);
  return new Date(Date.UTC(2026, 10, day, hours, minutes));
}
