import { Injectable } from '@nestjs/common';

import { type Instant, Refused } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { TenureSpan } from '../line.repository.js';
import type { TenureId } from '../words.js';
import { guardProtection } from './guard-protection.js';
import type { ImportResult } from './import-result.js';
import { ImportRunRepository } from './import-run.repository.js';
import { judgeRecord } from './judge-record.js';
import { MergeLinesRepository } from './merge-lines.repository.js';
import { MergePeopleRepository } from './merge-people.repository.js';
import { MergeSpansRepository } from './merge-spans.repository.js';
import type { Merged } from './merged.js';
import { type DirectoryFile, type OpenedFile, openFile } from './open-file.js';
import type { RecordKind, RecordOf } from './record.js';
import { RejectedRows, SHOWN } from './rejected-rows.js';
import { StageRepository } from './stage.repository.js';

export interface ImportInput extends DirectoryFile {
  readonly now: Instant;
  /** Who asked for it; kept with the run. */
  readonly by?: string;
  /** The file has every line there is: what it lacks is marked as vanished. Only for lines. */
  readonly full?: boolean;
  /** Does everything and keeps nothing. */
  readonly dryRun?: boolean;
  /** The exact number of protected flags that a person agreed to lose. */
  readonly allowProtectedLoss?: number;
  /** Told every few thousand rows. */
  readonly onProgress?: (read: number) => void;
}

/** Some megabytes: memory stays the same whatever the size of the file. */
const CHUNK = 5_000;

interface Effect extends Merged {
  readonly removed?: number;
  readonly vanished?: readonly string[];
  readonly protectedLost?: number;
  readonly handedOver?: number;
  readonly ended?: readonly TenureId[];
  readonly shortened?: readonly TenureSpan[];
}

/** Brings directory files in: one kind of record each, judged row by row, merged in sets. The same file again changes nothing. */
@Injectable()
export class DirectoryImportService {
  constructor(
    private readonly stage: StageRepository,
    private readonly lines: MergeLinesRepository,
    private readonly people: MergePeopleRepository,
    private readonly spans: MergeSpansRepository,
    private readonly runs: ImportRunRepository,
  ) {}

  /**
   * Imports one file within the caller's transaction. A bad row is put aside and never stops the others.
   * @throws Refused when the file cannot be told, or would take too many protected flags away.
   */
  async import(tx: Tx, input: ImportInput): Promise<ImportResult> {
    const file = await openFile(input);
    if (input.full === true && file.record !== 'line')
      throw new Refused(`a file of ${file.record} records cannot be a complete snapshot`, {
        problems: [{ at: 'full', message: 'leave it out; only a file of lines may say what has vanished' }],
      });
    if (input.dryRun === true) return this.stage.rehearse(tx, () => this.bring(tx, file, input));
    const result = await this.bring(tx, file, input);
    await this.runs.add(tx, result, input.now, input.by ?? 'unnamed');
    return result;
  }

  private async bring(tx: Tx, file: OpenedFile, input: ImportInput): Promise<ImportResult> {
    const rejected = new RejectedRows();
    await this.stage.open(tx, file.record);
    const { read, allReadable } = await this.fill(tx, file.record, file, input, rejected);
    await this.stage.settle(tx, file.record, rejected);
    // A row of which nothing is known may have been about anybody: then nobody can be said to be missing.
    const complete = input.full === true && allReadable;
    const effect = await this.merge(tx, file.record, { input, complete, allReadable }, rejected);
    return {
      name: input.name,
      record: file.record,
      rehearsed: input.dryRun === true,
      complete,
      read,
      added: effect.added,
      changed: effect.changed,
      unchanged: read - effect.added - effect.changed - rejected.count,
      handedOver: effect.handedOver ?? 0,
      removed: effect.removed ?? 0,
      vanished: effect.vanished ?? [],
      rejectedRows: rejected.count,
      rejected: rejected.shown,
      ignoredColumns: file.ignoredColumns,
      protectedLost: effect.protectedLost ?? 0,
      endedTenures: effect.ended ?? [],
      shortenedTenures: effect.shortened ?? [],
    };
  }

  /** Judges every row and stages the good ones, a chunk at a time. */
  private async fill<K extends RecordKind>(
    tx: Tx,
    kind: K,
    file: OpenedFile,
    input: ImportInput,
    rejected: RejectedRows,
  ): Promise<{ read: number; allReadable: boolean }> {
    let read = 0;
    let allReadable = true;
    let good: { line: number; record: RecordOf[K] }[] = [];
    let badOwners: string[] = [];
    const flush = async (): Promise<void> => {
      await this.stage.add(tx, kind, good);
      await this.stage.addBadOwners(tx, badOwners);
      good = [];
      badOwners = [];
      input.onProgress?.(read);
    };
    for await (const row of file.rows) {
      read += 1;
      const judged = judgeRecord(kind, row, input.defaults);
      if ('record' in judged) good.push(judged);
      else {
        rejected.add(1, judged.rejected);
        if (judged.owner === undefined) allReadable = false;
        else badOwners.push(judged.owner);
      }
      if (read % CHUNK === 0) await flush();
    }
    await flush();
    return { read, allReadable };
  }

  private async merge(
    tx: Tx,
    kind: RecordKind,
    how: { input: ImportInput; complete: boolean; allReadable: boolean },
    rejected: RejectedRows,
  ): Promise<Effect> {
    switch (kind) {
      case 'line':
        return this.mergeLines(tx, how.input, how.complete);
      case 'subscriber':
        return this.people.mergeSubscribers(tx);
      case 'access':
        return this.spans.mergeAccess(tx, rejected);
      case 'tenure':
        return this.spans.mergeTenures(tx, rejected);
      case 'contact': {
        const removed = how.allReadable ? await this.people.removeOldContacts(tx) : 0;
        return { ...(await this.people.mergeContacts(tx)), removed };
      }
    }
  }

  private async mergeLines(tx: Tx, input: ImportInput, complete: boolean): Promise<Effect> {
    const loss = await this.lines.protectionLoss(tx, complete);
    guardProtection(loss, input.allowProtectedLoss);
    const merged = await this.lines.merge(tx);
    const gone = complete ? await this.lines.markVanished(tx, input.now, SHOWN) : { removed: 0, refs: [] };
    return { ...merged, removed: gone.removed, vanished: gone.refs, protectedLost: loss.lost };
  }
}
