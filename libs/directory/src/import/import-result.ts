import type { TenureSpan } from '../line.repository.js';
import type { TenureId } from '../words.js';
import type { RejectedRow } from './judge-record.js';
import type { RecordKind } from './record.js';

/** What an import did, or in a rehearsal would do. Always `read = added + changed + unchanged + rejectedRows`. */
export interface ImportResult {
  readonly name: string;
  readonly record: RecordKind;
  readonly rehearsed: boolean;
  /** The file was a complete snapshot, and was compared as one. */
  readonly complete: boolean;
  /** Rows in the file, the header not counted. */
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Stored tenures or identifiers that ended because a new holder's begins, or that a corrected row withdrew. */
  readonly handedOver: number;
  /** Lines marked as vanished, or contacts deleted because their subscriber's file no longer has them. */
  readonly removed: number;
  /** The first refs of vanished lines. */
  readonly vanished: readonly string[];
  readonly rejectedRows: number;
  /** The first reasons, in the order of the file. */
  readonly rejected: readonly RejectedRow[];
  /** Columns of the file that nobody reads. */
  readonly ignoredColumns: readonly string[];
  readonly protectedLost: number;
  /** Every tenure whose end is now another one: their cases must be decided again. */
  readonly endedTenures: readonly TenureId[];
  /**
   * Tenures whose line lost an identifier, each with the time of which what was seen is still theirs: the rest must be
   * asked again, for it may be another line's.
   */
  readonly shortenedTenures: readonly TenureSpan[];
}
