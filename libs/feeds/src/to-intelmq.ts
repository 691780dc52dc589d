import type { IntelmqEvent } from './flat-event.js';
import type { ParsedRow } from './report-format.js';

/**
 * The row as a flat IntelMQ event. `source.port` there is whatever port the report gives for the source host, the
 * listening one included: that is IntelMQ's meaning of the name. Ours, the port spoken from, is `row.port`.
 */
export function toIntelmq(row: ParsedRow): IntelmqEvent {
  return row.event.toIntelmq();
}
