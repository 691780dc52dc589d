import { Injectable } from '@nestjs/common';

import { Refused, type Instant, isTimeZone } from '@lazaret/kernel';
import type { Database, Tx } from '@lazaret/platform';

import {
  readAccounting,
  type AccountingRecord,
  type NasReset,
  type SessionRecord,
} from './accounting-record.js';
import { readLines } from './detail.file.js';
import { DetailReader, type DetailEntry, type PutAside } from './detail.js';
import { foldSessions } from './fold-sessions.js';
import { LedgerMetrics } from './ledger.metrics.js';
import { LedgerRepository, type SourceSettings } from './ledger.repository.js';
import { PrefixRepository } from './prefix.repository.js';
import { SessionRepository } from './session.repository.js';
import type { Source } from './source.entity.js';
import { readStaticPrefixes } from './static-prefixes.js';

const BATCH = 5000;
/** A record this far ahead of our clock is wrong, and would drag the watermark with it. */
const MOST_AHEAD = 300_000;
/** Rows put aside are all counted; this many are handed back. */
const MOST_ASIDE = 1000;
/** Characters of an address plan, which is held whole. */
const LARGEST_PLAN = 64 * 1024 * 1024;

/** What an import did so far. A file imported again: all records read, nothing changed. */
export interface Imported {
  readonly file: string;
  readonly records: number;
  /** Sessions that learned something. */
  readonly sessions: number;
  /** Leases new or changed. */
  readonly leases: number;
  readonly prefixes: number;
  /** Leases that overlap another holder's on the same key: kept, and answered `ambiguous`. */
  readonly contradictions: number;
  /** Answers given earlier that must be asked again. */
  readonly askedAgain: number;
  readonly putAside: number;
  readonly aside: readonly PutAside[];
  readonly watermark: Instant | null;
}

export interface ImportFile {
  readonly path: string;
  readonly now: Instant;
  readonly onProgress?: (soFar: Imported) => void;
}

/** Brings files into the ledger. Each batch is a transaction; a file that breaks off is simply imported again. */
@Injectable()
export class LedgerImportService {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly sessions: SessionRepository,
    private readonly prefixes: PrefixRepository,
    private readonly metrics: LedgerMetrics,
  ) {}

  /**
   * Imports a FreeRADIUS `detail` file (also `.gz`) for a source, which is made when new.
   *
   * @throws Refused for a missing file or an unknown time zone. What is wrong inside the file is put aside.
   */
  async importDetail(
    database: Database,
    file: ImportFile & { source: Omit<SourceSettings, 'kind'> },
  ): Promise<Imported> {
    const zone = file.source.timeZone;
    if (zone !== undefined && !isTimeZone(zone))
      throw new Refused(`not a time zone: ${JSON.stringify(zone)}`);
    const settings = { ...file.source, kind: 'radius' as const };
    const source = await database.run((tx) => this.ledger.source(tx, settings));
    const total = new Tally(file.path);
    let batch: AccountingRecord[] = [];
    const flush = async (): Promise<void> => {
      if (batch.length > 0)
        total.add(await database.run((tx) => this.takeRecords(tx, source.name, batch, file)));
      batch = [];
      file.onProgress?.(total.soFar());
    };
    const reader = new DetailReader();
    const accept = async (entries: readonly DetailEntry[]): Promise<void> => {
      for (const entry of entries) {
        const read = 'aside' in entry ? entry.aside : this.readInTime(entry.record, source, file.now);
        if ('reason' in read) total.putAside(read);
        else if (batch.push(read) >= BATCH) await flush();
      }
    };
    for await (const lines of readLines(file.path)) for (const line of lines) await accept(reader.take(line));
    await accept(reader.end());
    await flush();
    return this.counted(total.soFar());
  }

  /** Imports the address plan; see `readStaticPrefixes`. `knows` names the source that must know the holders of its pools. */
  async importPrefixes(
    database: Database,
    file: ImportFile & { realm?: string; knows?: string },
  ): Promise<Imported> {
    const total = new Tally(file.path);
    const plan = readStaticPrefixes(await this.planText(file.path, total));
    for (const aside of plan.aside) total.putAside(aside);
    const stored = await database.run(async (tx) => {
      await this.ledger.lock(tx, 'change');
      const statics = await this.ledger.sourceNamed(tx, 'static');
      const knows = file.knows === undefined ? null : (await this.ledger.sourceNamed(tx, file.knows)).id;
      const fileId = await this.ledger.file(tx, statics, file.path);
      const options = { realm: file.realm ?? '', knows, sourceId: statics.id, fileId };
      const written = await this.prefixes.store(tx, plan, options);
      return { ...written, askedAgain: await this.ledger.askAgain(tx, file.now) };
    });
    total.add({ records: plan.leases.length + plan.prefixes.length, ...stored });
    file.onProgress?.(total.soFar());
    return this.counted(total.soFar());
  }

  /**
   * One batch of records of a source, in the caller's transaction: for whatever delivers accounting otherwise than in
   * files. Records may come late, twice and in any order.
   */
  async takeRecords(
    tx: Tx,
    sourceName: string,
    records: readonly AccountingRecord[],
    from: { path: string; now: Instant },
  ): Promise<Partial<Imported>> {
    await this.ledger.lock(tx, 'change');
    const source = await this.ledger.sourceNamed(tx, sourceName);
    const fileId = await this.ledger.file(tx, source, from.path);
    const ofSessions = records.filter((r): r is SessionRecord => r.kind !== 'reset');
    const known = await this.sessions.known(tx, source, ofSessions);
    const before = new Set(known);
    const learned = foldSessions(known, ofSessions, fileId).filter((s) => !before.has(s));
    const resets = records.filter((r): r is NasReset => r.kind === 'reset');
    const stored = await this.sessions.store(tx, source, learned, resets);
    const askedAgain = await this.ledger.askAgain(tx, from.now);
    const newest = new Date(records.reduce((latest, r) => Math.max(latest, r.at.getTime()), 0));
    const watermark = await this.sessions.advance(tx, source, newest);
    const woken = await this.ledger.wake(tx, from.now, source, watermark);
    return { records: records.length, ...stored, askedAgain: askedAgain + woken, watermark };
  }

  /** Line numbers stay: a line beyond the reader's limit is put aside and leaves an empty one. */
  private async planText(path: string, total: Tally): Promise<string> {
    const lines: string[] = [];
    let length = 0;
    for await (const piece of readLines(path))
      for (const { n, text, tooLong } of piece) {
        length += text.length + 1;
        if (length > LARGEST_PLAN) throw new Refused(`${path} is larger than 64 MiB; split it`);
        if (tooLong) total.putAside({ line: n, reason: 'the line is too long' });
        lines.push(tooLong ? '' : text);
      }
    return lines.join('\n');
  }

  private counted(done: Imported): Imported {
    this.metrics.imported(done);
    return done;
  }

  private readInTime(
    record: Parameters<typeof readAccounting>[0],
    source: Source,
    now: Instant,
  ): AccountingRecord | PutAside {
    const read = readAccounting(record, source.timeZone, source.serviceBy);
    if ('reason' in read || read.at.getTime() <= now.getTime() + MOST_AHEAD) return read;
    return { line: read.line, reason: `its time ${read.at.toISOString()} lies in the future` };
  }
}

class Tally {
  private total: Imported;

  constructor(file: string) {
    this.total = {
      file,
      records: 0,
      sessions: 0,
      leases: 0,
      prefixes: 0,
      contradictions: 0,
      askedAgain: 0,
      putAside: 0,
      aside: [],
      watermark: null,
    };
  }

  add(part: Partial<Imported>): void {
    const t = this.total;
    this.total = {
      ...t,
      records: t.records + (part.records ?? 0),
      sessions: t.sessions + (part.sessions ?? 0),
      leases: t.leases + (part.leases ?? 0),
      prefixes: t.prefixes + (part.prefixes ?? 0),
      contradictions: t.contradictions + (part.contradictions ?? 0),
      askedAgain: t.askedAgain + (part.askedAgain ?? 0),
      watermark: part.watermark ?? t.watermark,
    };
  }

  putAside(aside: PutAside): void {
    const kept = this.total.aside.length < MOST_ASIDE ? [...this.total.aside, aside] : this.total.aside;
    this.total = { ...this.total, putAside: this.total.putAside + 1, aside: kept };
  }

  soFar(): Imported {
    return this.total;
  }
}
