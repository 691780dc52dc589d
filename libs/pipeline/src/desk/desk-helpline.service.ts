import { Injectable } from '@nestjs/common';

import { CaseWordsView, LineCasesView, type LineCase } from '@lazaret/cases';
import { DirectoryService, LineListView, type LineDetail } from '@lazaret/directory';
import { GardenService, type GardenFacts } from '@lazaret/garden';
import type { Instant } from '@lazaret/kernel';
import { chooseRelease, Letters, NoticesService, type NoticeFact } from '@lazaret/notices';
import type { Tx } from '@lazaret/platform';
import { PolicyService } from '@lazaret/policy';

import type { Asking, DeskLocale } from './asker.js';
import { deskLocale, sayingIn, sayingTo } from './desk-saying.js';
import { DESK_WORDS } from './desk-words.js';
import { FindLines, type Fitting, type Searched } from './find-lines.service.js';
import { helplineActions, type OfferedAction } from './helpline-actions.js';
import { sayHint, type Hint } from './hint.js';
import { judgeHelpline, type HelpJudgement, type HelpVerdict, type Limited } from './judge-helpline.js';
import { noticeLine, type NoticeLine } from './notice-line.js';
import { sayStillWorks, sayToCaller, sayWhy, type HelpWords } from './say-helpline.js';
import { openAsk, type OpenAsk } from './say-standing.js';

/** What somebody at the telephone needs. Who the caller is is not part of it. */
export interface HelplineReply {
  readonly understood: Searched;
  readonly choose: readonly { readonly line: string; readonly detail: string }[];
  readonly answer: HelplineAnswer | null;
  readonly hint: string | null;
}

export interface HelplineAnswer {
  readonly line: string;
  readonly case: string | null;
  readonly limited: Limited;
  readonly since: Instant | null;
  readonly endsAt: Instant | null;
  readonly verdict: HelpVerdict;
  readonly why: string | null;
  readonly stillWorks: string | null;
  readonly sent: readonly NoticeLine[];
  readonly lastSeenAt: Instant | null;
  readonly seenSinceRelease: boolean;
  readonly request: OpenAsk | null;
  readonly say: readonly { readonly locale: DeskLocale; readonly text: string }[];
  readonly callerLocale: DeskLocale;
  readonly protected: boolean;
  readonly actions: readonly OfferedAction[];
  readonly version: number | null;
}

/** A line, and everything its answer is made from. */
interface Known {
  readonly line: LineDetail;
  readonly garden: GardenFacts;
  readonly cases: readonly LineCase[];
  readonly letters: readonly NoticeFact[];
  readonly judged: HelpJudgement;
  readonly request: OpenAsk | null;
}

const PURPOSE = 'helpline';
const MOST_CASES = 50;
const MOST_SENT = 20;

/** The answer for somebody who calls: limited or not, why in lay words, what was sent, what to say. */
@Injectable()
export class DeskHelpline {
  constructor(
    private readonly finder: FindLines,
    private readonly directory: DirectoryService,
    private readonly lines: LineListView,
    private readonly garden: GardenService,
    private readonly cases: LineCasesView,
    private readonly words: CaseWordsView,
    private readonly notices: NoticesService,
    private readonly policies: PolicyService,
    private readonly letters: Letters,
  ) {}

  /** @param ask.at when the caller says that it happened: whose the address was then */
  async answer(
    tx: Tx,
    ask: { readonly words: string; readonly at?: Instant | null },
    asking: Asking,
  ): Promise<HelplineReply> {
    const fitting = await this.finder.find(tx, ask.words, asking, { purpose: PURPOSE, at: ask.at ?? null });
    const { understood, lines } = fitting;
    const [line] = lines;
    if (line === undefined) return { understood, choose: [], answer: null, hint: this.say(fitting.hint, asking) };
    if (lines.length > 1 || fitting.uncertain)
      return {
        understood,
        choose: await this.choose(tx, fitting, asking),
        answer: null,
        hint: this.say(fitting.hint ?? { kind: 'several' }, asking),
      };
    // Letters and stays of an earlier subscriber are nothing to talk about with anybody else.
    const tenure = (await this.directory.tenuresOf(tx, [line.lineId], asking.now)).get(line.lineId);
    const mismatch: Hint | null =
      tenure === undefined
        ? { kind: 'nobody-has-it', ref: line.ref }
        : tenure.id === line.tenureId
          ? null
          : { kind: 'moved', ref: line.ref };
    const known = mismatch === null ? await this.know(tx, line.lineId, line.tenureId, asking.now) : undefined;
    const answer = known === undefined ? null : await this.put(tx, known, asking);
    return { understood, choose: [], answer, hint: this.say(mismatch ?? fitting.hint, asking) };
  } // prettier-ignore

  private say(hint: Hint | null, { by, now }: Asking): string | null {
    if (hint === null) return null;
    const saying = sayingTo(this.letters.phrases, by, now);
    return sayHint(hint, saying.locale, saying.when);
  }

  private async choose(tx: Tx, { lines }: Fitting, { by }: Asking): Promise<HelplineReply['choose']> {
    const ids = lines.map(({ lineId }) => lineId);
    const words = DESK_WORDS[by.preferences.locale];
    return (await this.lines.page(tx, { ids }, null, ids.length)).map((one) => ({
      line: one.ref,
      detail: [
        words.lineClass[one.class],
        ...(one.region === null ? [] : [one.region]),
        words.openCases(one.openCases),
        words.garden[one.garden],
      ]
        .filter((part) => part !== '')
        .join(', '),
    }));
  }

  private async know(
    tx: Tx,
    lineId: number,
    tenureId: number | null,
    now: Instant,
  ): Promise<Known | undefined> {
    const line = (await this.directory.details(tx, [lineId])).get(lineId);
    const garden = (await this.garden.facts(tx, [lineId], now)).get(lineId);
    if (line === undefined || garden === undefined) return undefined;
    const all = await this.cases.of(tx, [lineId], MOST_CASES);
    const cases = all.filter((one) => one.tenureId === tenureId);
    const history = await this.notices.history(
      tx,
      cases.map(({ id }) => id),
    );
    const letters = [...history.values()]
      .flat()
      .filter(({ sentAt, state }) => sentAt !== null || state === 'uncertain')
      .sort((a, b) => b.id - a.id);
    const judged = judgeHelpline({ garden, cases, letters }, now);
    return { line, garden, cases, letters, judged, request: await this.asked(tx, garden, cases, judged, now) };
  } // prettier-ignore

  /** What the subscriber asked for and nobody has answered. */
  private async asked(
    tx: Tx,
    garden: GardenFacts,
    cases: readonly LineCase[],
    judged: HelpJudgement,
    now: Instant,
  ): Promise<OpenAsk | null> {
    const about = judged.case;
    const words = about === null ? undefined : (await this.words.of(tx, [about.id])).get(about.id);
    const stay = cases.some(({ id }) => id === garden.stay?.caseId) ? garden.stay : null;
    const { policy } = await this.policies.active(tx, now);
    const facts = { garden: { ...garden, available: true, stopped: false } };
    return openAsk(facts, words ?? { asked: null, actedAt: null, waitingFrom: null }, stay, policy);
  }

  private async put(tx: Tx, known: Known, { by, now }: Asking): Promise<HelplineAnswer> {
    const { line, judged, cases, request } = known;
    const words = await this.wordsOf(tx, known);
    const brand = this.letters.brands.find(line.brand);
    const own = sayingTo(this.letters.phrases, by, now);
    const callerLocale = deskLocale(line.locale ?? brand?.locale ?? null, own.locale);
    const codes = new Map(cases.map(({ id, code }) => [id, code]));
    return {
      line: line.ref,
      case: judged.case?.code ?? null,
      limited: judged.limited,
      since: judged.since,
      endsAt: judged.endsAt,
      verdict: judged.verdict,
      why: sayWhy(words, own),
      stillWorks: sayStillWorks(words, own),
      sent: judged.sent.slice(0, MOST_SENT).map((fact) => noticeLine(fact, codes.get(fact.caseId) ?? '')),
      lastSeenAt: words.lastSeenAt,
      seenSinceRelease: judged.seenSinceRelease,
      request,
      // A time is told to the caller as the caller's clock shows it, in whatever language.
      say: [...new Set([callerLocale, own.locale])].map((locale) => ({
        locale,
        text: sayToCaller(words, sayingIn(this.letters.phrases, locale, line.timeZone, now)),
      })),
      callerLocale,
      protected: words.protected,
      actions: helplineActions(judged, { isProtected: words.protected }, by.permissions),
      version: judged.case?.version ?? null,
    };
  }

  private async wordsOf(tx: Tx, known: Known): Promise<HelpWords> {
    const { line, garden, cases, letters, judged, request } = known;
    const about = judged.case;
    const given = about === null ? undefined : (await this.notices.advised(tx, [about.id])).get(about.id);
    const evidence = { class: about?.class ?? 'infected', malware: about?.family ?? null, identifier: null, type: null } as const;
    const letter = letters.find(({ caseId }) => caseId === about?.id);
    const open = cases.filter(({ state }) => state !== 'cleared' && state !== 'closed');
    const spokenOf = about === null ? open : judged.verdict === 'released' ? [about, ...open] : [about];
    const seen = spokenOf.flatMap((one) => one.lastSeenAt ?? []);
    const stay = judged.verdict === 'released' || judged.limited !== 'no' ? garden.stay : null;
    const release = judged.verdict === 'released' && stay ? chooseRelease(stay.openWhy, stay.wantedWhy) : null;
    return {
      verdict: judged.verdict,
      limited: judged.limited,
      class: about?.class ?? null,
      lineClass: line.class,
      advice: given?.advice ?? this.letters.adviceFor(evidence).advice,
      profile: stay?.profile ?? null,
      television: this.letters.brands.find(line.brand)?.television ?? false,
      protected: line.protection !== null || line.class === 'protected',
      since: judged.since,
      endsAt: judged.endsAt,
      lastSeenAt: seen.length === 0 ? null : new Date(Math.max(...seen.map((at) => at.getTime()))),
      seenSinceRelease: judged.seenSinceRelease,
      wroteAt: letter?.sentAt ?? letter?.settledAt ?? null,
      cameBack: letter?.state === 'bounced',
      release,
      mistaken: release === 'mistaken' || (about?.state === 'closed' && about.closeReason === 'withdrawn'),
      asked: request,
    };
  } // prettier-ignore
}
