import { DAY, HOUR, MINUTE } from '../calendar.js';
import { FAMILIES } from './families.js';
import { called, type Row } from './rows.js';

/**
 * Rows that have no line, or no honest one, each with the reason it must be given.
 * @param served when the report is served @param lost an address whose holder's records were lost that day
 */
export function refusals(day: number, served: number, lost: string | null): Row[] {
  const [mirai, badbox, qakbot, gamarue] = FAMILIES;
  const late = day + DAY - 30 * MINUTE;
  return [
    // ambiguous: its records were lost, so how long the line held the address is anybody's guess
    ...(lost === null ? [] : [called(day + 20 * HOUR, lost, 40_000, mirai)]),
    called(late, '198.51.100.236', 40_001, gamarue), // no-lease: ours, held by nobody
    called(late, '198.51.100.250', 40_002, mirai), // own
    called(late, '203.0.113.70', 40_003, qakbot), // delegated
    called(late, '203.0.113.130', 40_004, badbox), // foreign
    called(late, '203.0.113.9', 40_005, qakbot), // not-ours
    called(day - 40 * DAY, '198.18.0.9', 40_006, mirai), // expired
    called(served + 90 * MINUTE, '198.51.100.235', 40_007, badbox), // pending: the sensor's clock is ahead
    called(late, '198.18.0.300', 40_008, mirai), // put aside: not an address
    { ...called(late, '198.18.0.13', 40_009, mirai), timestamp: 'yesterday' }, // put aside: not a time
  ];
}
