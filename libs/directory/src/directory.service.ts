import { Injectable } from '@nestjs/common';

import { ACCESS_KINDS, type AccessKind, type Instant, type Personal, Refused } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import {
  type ContactAddress,
  ContactRepository,
  type Purpose,
  type RevealedSubscriber,
} from './contact.repository.js';
import {
  type AccessIdentifier,
  type AccessSpan,
  type LineDetail,
  type LineFacts,
  LineRepository,
  type MeantLine,
  type TenureSpan,
} from './line.repository.js';
import { LookupRepository, type FoundLine } from './lookup.repository.js';
import { readPhone } from './read-phone.js';
import type { Channel, Datum, LetterChannel, LineId, TenureId } from './words.js';

/** Who is behind a line and how to reach them. Lines and tenures are asked freely; people only with a purpose. */
@Injectable()
export class DirectoryService {
  constructor(
    private readonly lineRows: LineRepository,
    private readonly contacts: ContactRepository,
    private readonly lookups: LookupRepository,
  ) {}

  /** Fills `line_id` and `tenure_id` of the open batch, valid at `seen_at`. Answers how many rows it looked at. */
  async assign(tx: Tx): Promise<number> {
    return this.lineRows.assign(tx);
  }

  async lines(tx: Tx, ids: readonly LineId[]): Promise<Map<LineId, LineFacts>> {
    return new Map((await this.lineRows.lines(tx, ids)).map((line) => [line.id, line]));
  }

  async findLine(tx: Tx, ref: string): Promise<LineFacts | undefined> {
    return this.lineRows.findLine(tx, ref);
  }

  /** The identifiers that mean these lines at an instant. A line that has none is missing from the answer. */
  async accessOf(
    tx: Tx,
    ids: readonly LineId[],
    at: Instant,
  ): Promise<Map<LineId, readonly AccessIdentifier[]>> {
    const found = new Map<LineId, AccessIdentifier[]>();
    for (const { lineId, kind, value } of await this.lineRows.accessOf(tx, ids, at)) {
      const identifiers = found.get(lineId) ?? [];
      identifiers.push({ kind, value });
      found.set(lineId, identifiers);
    }
    return found;
  }

  /** The identifiers that meant these lines during `[from, to)`, and when they did. */
  async accessDuring(tx: Tx, ids: readonly LineId[], from: Instant, to: Instant): Promise<AccessSpan[]> {
    return this.lineRows.accessDuring(tx, ids, from, to);
  }

  async tenures(tx: Tx, ids: readonly TenureId[]): Promise<Map<TenureId, TenureSpan>> {
    return new Map((await this.lineRows.tenures(tx, ids)).map((tenure) => [tenure.id, tenure]));
  }

  /** Where to write to the person of a tenure, or nothing when there is no address left. Noted in `directory.lookup`. */
  async contact(
    tx: Tx,
    ask: Purpose & { readonly tenureId: TenureId; readonly channel: LetterChannel },
  ): Promise<ContactAddress | undefined> {
    return (await this.contactsFor(tx, [ask.tenureId], ask)).get(ask.tenureId);
  }

  /** As `contact`, for many tenures in one statement. Tenures without an address are missing from the answer. */
  async contactsFor(
    tx: Tx,
    tenureIds: readonly TenureId[],
    ask: Purpose & { readonly channel: LetterChannel },
  ): Promise<Map<TenureId, ContactAddress>> {
    return this.contacts.contactsFor(tx, tenureIds, ask.channel, stated(ask));
  }

  /** Who has a line now, for a person who says why they must know. @throws Refused without purpose or actor. */
  async reveal(
    tx: Tx,
    ask: Purpose & ({ readonly lineId: LineId } | { readonly ref: string }),
  ): Promise<RevealedSubscriber | undefined> {
    const why = stated(ask);
    const lineId = 'lineId' in ask ? ask.lineId : (await this.findLine(tx, ask.ref))?.id;
    return lineId === undefined ? undefined : this.contacts.reveal(tx, lineId, why);
  }

  /**
   * The lines of whoever has this customer number, telephone number (in any spelling) or e-mail address, at an instant; at
   * most 20. Noted in `directory.lookup`, found or not. @throws Refused without purpose or actor
   */
  async linesOf(
    tx: Tx,
    ask: Purpose & { readonly datum: Datum; readonly value: string; readonly at: Instant },
  ): Promise<readonly FoundLine[]> {
    const { datum, at } = ask;
    const value = datum === 'phone' ? readPhone(ask.value) : ask.value.trim();
    return value === undefined ? [] : this.lookups.linesOf(tx, datum, value, at, stated(ask));
  }

  /** How often an actor looked at a person since an instant of real time. */
  async looks(tx: Tx, actor: string, since: Instant): Promise<number> {
    return this.lookups.looks(tx, actor, since);
  }

  /** The line an identifier of the network meant at an instant, and its tenure then. */
  async lineOfAccess(
    tx: Tx,
    access: { readonly kind?: AccessKind; readonly value: string },
    at: Instant,
  ): Promise<readonly MeantLine[]> {
    return this.lineRows.ofAccess(
      tx,
      access.kind === undefined ? ACCESS_KINDS : [access.kind],
      access.value,
      at,
    );
  }

  /** The lines these identifiers of the network meant at an instant, each once. */
  async linesOfHolders(
    tx: Tx,
    holders: readonly AccessIdentifier[],
    at: Instant,
  ): Promise<readonly LineId[]> {
    return holders.length === 0 ? [] : this.lineRows.ofHolders(tx, holders, at);
  }

  /** A page about a line: what policy sees, and who protected it. At most the ids asked for. */
  async details(tx: Tx, ids: readonly LineId[]): Promise<Map<LineId, LineDetail>> {
    return new Map((await this.lineRows.details(tx, ids)).map((line) => [line.id, line]));
  }

  /** By what the person of a tenure can be reached; not where: that is asked with a purpose. */
  async channelsOf(tx: Tx, tenureId: TenureId): Promise<Channel[]> {
    return this.lineRows.channelsOf(tx, tenureId);
  }

  /** The tenures that lines have at an instant. A line that nobody has then is missing. */
  async tenuresOf(tx: Tx, ids: readonly LineId[], at: Instant): Promise<Map<LineId, TenureSpan>> {
    return new Map((await this.lineRows.tenuresOf(tx, ids, at)).map((tenure) => [tenure.lineId, tenure]));
  }

  /** The address is passed over from now on. Answers how many contacts had it. */
  async markBounced(
    tx: Tx,
    bounced: { readonly channel: Channel; readonly address: Personal; readonly at: Instant },
  ): Promise<number> {
    return this.contacts.markBounced(tx, bounced.channel, bounced.address, bounced.at);
  }

  /**
   * Never confine this line again, whatever later imports say. Needs no second person and no proof.
   * @throws Refused when there is no such line, or nobody signs for it.
   */
  async protect(
    tx: Tx,
    lineId: LineId,
    sign: { readonly by: string; readonly reason: string; readonly at: Instant },
  ): Promise<void> {
    const by = said('by', sign.by);
    const reason = said('reason', sign.reason);
    const found = await this.lineRows.protect(tx, lineId, by, reason, sign.at);
    if (found === 0) throw new Refused(`there is no line ${lineId}`);
  }
}

function stated(why: Purpose): Purpose {
  return { purpose: said('purpose', why.purpose), actor: said('actor', why.actor), now: why.now };
}

function said(what: string, words: string): string {
  const trimmed = words.trim();
  if (trimmed !== '' && trimmed.length <= 200) return trimmed;
  throw new Refused(`say ${what === 'purpose' ? 'why you must know who this is' : `the ${what}`}`, {
    problems: [{ at: what, message: 'must have 1 to 200 characters' }],
  });
}
