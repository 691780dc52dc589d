import { Injectable } from '@nestjs/common';

import { LineCasesView, type LineCase } from '@lazaret/cases';
import { DirectoryService, type Datum } from '@lazaret/directory';
import { IpPrefix, type Instant } from '@lazaret/kernel';
import { HoldersView, LedgerService, type WhoAnswer } from '@lazaret/ledger';
import type { Tx } from '@lazaret/platform';

import type { Asking } from './asker.js';
import type { Hint } from './hint.js';
import { LookupWatch } from './lookup-watch.service.js';
import { readWords, type Reading } from './read-words.js';

export type Searched = Reading['kind'] | 'nothing';

/** A line that fits, and the tenure it had at the instant asked about; null when nobody had it. */
export interface FittingLine {
  readonly lineId: number;
  readonly ref: string;
  readonly tenureId: number | null;
}

/** What somebody's words lead to. */
export interface Fitting {
  readonly understood: Searched;
  readonly lines: readonly FittingLine[];
  /** The case whose code it was. */
  readonly case: LineCase | null;
  /** Lines fit because one of them, and not certainly which, held the address. */
  readonly uncertain: boolean;
  readonly hint: Hint | null;
}

/** Of a block at most so many holders are looked at. */
const MOST_HOLDERS = 5_000;
/** And so many of their open cases answered. */
const MOST_CASES = 20;
/** So far before the end of the records their holder is asked for: nothing may have changed hands within the skew. */
const BEFORE_END_MS = 15_000;
const SECOND_MS = 1_000;

/** From whatever somebody pasted to the lines it means. A look from a person's datum is written down. */
@Injectable()
export class FindLines {
  constructor(
    private readonly directory: DirectoryService,
    private readonly ledger: LedgerService,
    private readonly holders: HoldersView,
    private readonly cases: LineCasesView,
    private readonly watch: LookupWatch,
  ) {}

  /**
   * @param purpose why people are looked up: short, and the same for the same reason
   * @param at whose it was then; null: whose it is now
   */
  async find(
    tx: Tx,
    words: string,
    asking: Asking,
    { purpose, at = null }: { readonly purpose: string; readonly at?: Instant | null },
  ): Promise<Fitting> {
    const readings = readWords(words);
    const [first] = readings;
    if (first === undefined) return nothing('nothing', { kind: 'empty' });
    const understood = readings.some(({ kind }) => kind === 'email') ? 'email' : first.kind;
    let hint: Hint | null = null;
    for (const reading of readings) {
      const fitting = await this.try(tx, reading, asking, purpose, at);
      if (fitting.lines.length > 0 || fitting.case !== null) return fitting;
      // The likeliest reading says why, unless another would need a right that is not there.
      if (hint === null || fitting.hint?.kind === 'not-yours') hint = fitting.hint;
    }
    return nothing(understood, hint ?? { kind: 'unknown' });
  }

  private async try(
    tx: Tx,
    reading: Reading,
    asking: Asking,
    purpose: string,
    at: Instant | null,
  ): Promise<Fitting> {
    const instant = at ?? asking.now;
    switch (reading.kind) {
      case 'address':
        return this.byAddress(tx, reading, null, asking.now, at);
      case 'address-port':
        return this.byAddress(tx, reading, reading.port, asking.now, at);
      case 'prefix':
        return this.byPrefix(tx, reading.prefix, instant);
      case 'case':
        return this.byCode(tx, reading.code);
      case 'line': {
        const line =
          (await this.directory.findLine(tx, reading.ref)) ??
          (await this.directory.findLine(tx, reading.ref.toUpperCase()));
        return fits('line', line === undefined ? [] : await this.withTenures(tx, [line.id], instant));
      }
      case 'access':
        return fits('access', await this.directory.lineOfAccess(tx, { value: reading.value }, instant));
      case 'customer':
        return this.byPerson(tx, 'customer', reading.ref, asking, purpose, instant);
      case 'phone':
        return this.byPerson(tx, 'phone', reading.number, asking, purpose, instant);
      case 'email':
        return this.byPerson(tx, 'email', reading.address, asking, purpose, instant);
    }
  }

  private async byPerson(
    tx: Tx,
    datum: Datum,
    value: string,
    asking: Asking,
    purpose: string,
    at: Instant,
  ): Promise<Fitting> {
    const { by, now } = asking;
    if (!by.permissions.has('helpline.search') && !by.permissions.has('person.reveal'))
      return nothing(datum, { kind: 'not-yours' });
    const lines = await this.directory.linesOf(tx, { datum, value, at, purpose, actor: by.name, now });
    await this.watch.looked(tx, asking);
    return fits(datum, lines);
  }

  private async byCode(tx: Tx, code: string): Promise<Fitting> {
    const found = await this.cases.byCode(tx, code);
    if (found === null) return nothing('case', { kind: 'no-code' });
    const { lineId, tenureId } = found;
    const ref = (await this.directory.lines(tx, [lineId])).get(lineId)?.ref ?? '';
    return { ...fits('case', [{ lineId, ref, tenureId }]), case: found };
  }

  private async byAddress(
    tx: Tx,
    { kind, address }: { readonly kind: 'address' | 'address-port'; readonly address: string },
    port: number | null,
    now: Instant,
    at: Instant | null,
  ): Promise<Fitting> {
    const ask = { address, ...(port === null ? {} : { port }) };
    if (at === null) {
      const held = await this.holders.now(tx, address, port, now);
      if (held !== null) {
        const lines = await this.directory.lineOfAccess(tx, held, now);
        if (lines.length > 0) return fits(kind, lines);
      }
    }
    // Of the second that begins with it: a caller reads a time from a clock, a sensor's second is its own.
    const instant = at ?? new Date(now.getTime() - SECOND_MS);
    const answer = await this.ledger.who(tx, { ...ask, at: instant }, now);
    if (answer.reason !== 'watermark' || at !== null || answer.watermark === null)
      return this.told(tx, kind, address, answer, instant);
    const asOf = new Date(answer.watermark.getTime() - BEFORE_END_MS);
    const known = await this.told(tx, kind, address, await this.ledger.who(tx, { ...ask, at: asOf }, now), asOf);
    const hint: Hint =
      known.hint?.kind === 'ledger'
        ? { ...known.hint, asOf: answer.watermark }
        : { kind: 'as-of', at: answer.watermark };
    return { ...known, hint };
  } // prettier-ignore

  /** What the ledger's answer means: a line, several that may be it, or the reason why none. */
  private async told(
    tx: Tx,
    kind: 'address' | 'address-port',
    address: string,
    answer: WhoAnswer,
    at: Instant,
  ): Promise<Fitting> {
    const { reason, prefix, source, watermark } = answer;
    if (answer.access !== null) {
      const lines = await this.directory.lineOfAccess(tx, answer.access, at);
      if (lines.length > 0) return fits(kind, lines);
    }
    const hint: Hint = {
      kind: 'ledger',
      reason: reason === 'held' ? 'unknown-holder' : reason,
      address,
      organisation: prefix?.organisation ?? null,
      source: source ?? prefix?.knownBy ?? null,
      watermark,
      asOf: null,
    };
    const candidates = await this.directory.linesOfHolders(
      tx,
      answer.outcome === 'ambiguous' ? answer.leases.map(({ holder }) => holder) : [],
      at,
    );
    const lines = await this.withTenures(tx, candidates, at);
    return { understood: kind, lines, case: null, uncertain: lines.length > 0, hint };
  }

  /** Lines with an open case that hold something in the block. */
  private async byPrefix(tx: Tx, prefix: string, at: Instant): Promise<Fitting> {
    const holders = await this.holders.within(tx, IpPrefix.parse(prefix), at, MOST_HOLDERS);
    const lineIds = await this.directory.linesOfHolders(tx, holders, at);
    const open = await this.cases.open(tx, lineIds, MOST_CASES);
    const lines = await this.withTenures(tx, [...new Set(open.map(({ lineId }) => lineId))], at);
    const tooWide = holders.length === MOST_HOLDERS || open.length === MOST_CASES;
    const hint: Hint | null = tooWide
      ? { kind: 'too-wide', prefix }
      : open.length === 0
        ? { kind: 'no-open-case', prefix }
        : null;
    return { understood: 'prefix', lines, case: null, uncertain: false, hint };
  }

  private async withTenures(
    tx: Tx,
    lineIds: readonly number[],
    at: Instant,
  ): Promise<readonly FittingLine[]> {
    const lines = await this.directory.lines(tx, lineIds);
    const tenures = await this.directory.tenuresOf(tx, lineIds, at);
    return lineIds.flatMap((lineId) => {
      const line = lines.get(lineId);
      return line ? [{ lineId, ref: line.ref, tenureId: tenures.get(lineId)?.id ?? null }] : [];
    });
  }
}

function nothing(understood: Searched, hint: Hint): Fitting {
  return { understood, lines: [], case: null, uncertain: false, hint };
}

function fits(understood: Searched, lines: readonly FittingLine[]): Fitting {
  const hint: Hint | null = lines.length === 0 ? { kind: 'unknown' } : null;
  return { understood, lines, case: null, uncertain: false, hint };
}
