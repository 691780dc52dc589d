import { Broken } from '@lazaret/kernel';
import { sayWhen, type Phrases } from '@lazaret/notices';
import type { Asked, Visit, VisitedCase } from '@lazaret/portal';

import { adviceParts, CLEANED, factsOf, titleOf, valuesOf, worksOf } from './case-parts.js';
import { isReason, type PageName } from './choose-page.js';
import type { FormParts } from './form-parts.js';
import type { Frame, Reader } from './page-frame.js';
import { PICTURES } from './pictures.js';
import { sayOpen, sayOpening } from './say-release.js';
import type { Values } from './words.js';

/** A page that looks by itself whether the line is open does so as often, and for so long. */
const REFRESH_SECONDS = 15;
const REFRESH_FOR_SECONDS = 300;
/** So long a page speaks of a time in the garden that is over. */
const LATELY_MS = 14 * 86_400_000;

type Parts = { readonly template: string } & Readonly<Record<string, unknown>>;

/** A page about one connection, as its template wants it. */
export class StandingPage {
  readonly #values: Values;

  constructor(
    private readonly frame: Frame,
    private readonly reader: Reader,
    private readonly visit: Visit | null,
    private readonly asked: Asked | null,
    private readonly phrases: Phrases,
    private readonly forms: FormParts,
  ) {
    this.#values = visit === null ? frame.values : valuesOf(frame, visit, asked);
  }

  /**
   * @param again the same page once more
   * @param query of that page; @param still whether it must not look again by itself
   */
  parts(
    page: PageName,
    again: string,
    query: Readonly<Record<string, string>> | undefined,
    still: boolean,
  ): Parts {
    const told = this.visit?.case ?? null;
    const base = {
      values: this.#values,
      code: told?.code ?? null,
      footer: this.visit === null ? 'footerUnknown' : 'footerKnown',
      links: {
        ...this.frame.context.links,
        again,
        still: this.frame.to(query === undefined ? '/' : '/asked', { ...query, still: '1' }),
      },
    };
    switch (page) {
      case 'neutral':
        return {
          ...base, template: 'neutral', picture: PICTURES.dark, title: 'neutralTitle', lead: ['neutralLead'],
          ...this.forms.codeForm('checkCode', null), actionsTitle: 'urgentTitle', actions: [this.forms.safety()],
        }; // prettier-ignore
      case 'well':
        return {
          ...base, template: 'well', picture: PICTURES.well, title: 'wellTitle', lead: ['wellLead'],
          ...this.forms.codeForm('checkCode', null), actions: [this.forms.safety(), this.forms.action('call', 'callNote')],
        }; // prettier-ignore
      case 'told':
      case 'confined':
        return { ...base, ...this.trouble(page) };
      case 'opening':
        return { ...base, ...this.opening(still) };
      case 'waiting':
        return { ...base, ...this.waiting() };
      case 'released':
        return { ...base, ...this.released() };
      case 'cleared':
        return {
          ...base, template: 'over', picture: PICTURES.well, title: 'clearedTitle', lead: ['clearedLead', 'clearedNothing'], unplug: true,
          actions: [this.forms.safety(), this.forms.action('call', 'callNote')],
        }; // prettier-ignore
      case 'mistaken':
        return {
          ...base, template: 'over', picture: PICTURES.well, title: 'mistakenTitle', lead: this.mistaken(),
          actions: [this.forms.safety(), this.forms.action('call', 'callNote')],
        }; // prettier-ignore
      default:
        return { ...base, template: 'done', ...this.done(page) };
    }
  }

  private trouble(page: 'told' | 'confined'): Parts {
    const { case: told, lineClass } = this.known();
    return {
      ...this.technicians(),
      ...adviceParts(this.phrases, this.frame, told),
      template: page,
      picture: PICTURES.ill,
      title: titleOf(told.class, lineClass),
      asBefore: told.class === 'vulnerable' ? 'openAsBefore' : 'worksAsBefore',
      notes: this.notes(),
      works: this.works(),
      main: this.forms.button('cleaned', CLEANED[told.class]),
      actions: [
        this.forms.safety(),
        ...(told.acknowledgedAt === null && page === 'told'
          ? [this.forms.action('acknowledge', 'readNote')]
          : []),
        this.forms.action('not-me', page === 'confined' ? 'notMeHeld' : 'notMeNote'),
        this.forms.action('call', 'callNote'),
      ],
    };
  }

  /** What this visitor told us before, so that nobody must wonder whether it arrived. */
  private notes(): readonly string[] {
    const { asked, garden, case: told, now } = this.known();
    const since = notesSince(garden, told, now);
    if (asked !== null && asked.at >= since)
      switch (asked.kind) {
        case 'call':
          return ['noteCall'];
        case 'not-me':
          return ['noteNotMe'];
        case 'cleaned':
          if (garden?.state === 'confined') return [];
          return [(told.lastSeenAt ?? since) > asked.at ? 'noteSeenAgain' : 'noteCleaned'];
        case 'safety':
          return ['noteSafety'];
        case 'acknowledge':
          return ['noteRead'];
      }
    return told.acknowledgedAt !== null && told.acknowledgedAt >= since ? ['noteRead'] : [];
  }

  private waiting(): Parts {
    const appeal = this.known().garden?.releaseWantedWhy === 'not-me';
    return {
      ...this.technicians(),
      template: 'waiting',
      picture: PICTURES.ill,
      title: appeal ? 'notMeDoneTitle' : 'waitingTitle',
      lead: appeal ? ['notMeDoneLead', 'notMeDoneHeld'] : ['waitingLead', 'waitingEnds'],
      works: this.works(),
      actions: [this.forms.safety(), this.forms.action('call', 'callNote')],
    };
  }

  private released(): Parts {
    const { garden, case: told, asked } = this.known();
    if (garden === null) throw new Broken('this page is about a line that was held');
    const { why, now, then } = sayOpen(garden);
    // What they told us since the line is open.
    const since =
      garden.releasedAt !== null &&
      asked !== null &&
      asked.at >= garden.releasedAt &&
      asked.kind !== garden.openWhy;
    const cleaned = since && asked.kind === 'cleaned';
    return {
      ...adviceParts(this.phrases, this.frame, told),
      template: 'released',
      picture: PICTURES.well,
      title: 'releasedTitle',
      notes: since ? this.notes() : [],
      lead: [why, 'releasedConfirmed'],
      now,
      helps: then === 'helps' || (then === 'steps' && cleaned),
      mend: then === 'steps' && !cleaned,
      main: this.forms.button('cleaned', CLEANED[told.class]),
      actions: [this.forms.safety(), this.forms.action('call', 'callStill')],
    };
  }

  private mistaken(): readonly string[] {
    const held = this.known().garden?.state === 'released';
    return ['mistakenLead', ...(held ? ['mistakenHeld'] : []), 'mistakenNothing'];
  }

  private opening(still: boolean): Parts {
    const { garden, asked, now } = this.known();
    if (garden === null) throw new Broken('this page is about a line that was held');
    const theirs = [this.asked, asked].find((one) => one !== null && isReason(garden, one)) ?? null;
    const log = sayOpening(garden, theirs);
    const safety = log[0]?.word === 'logSafety';
    const looks = !still && theirs !== null && theirs.secondsAgo < REFRESH_FOR_SECONDS;
    return {
      template: 'opening',
      picture: PICTURES.dawn,
      title: 'openingTitle',
      thanks: theirs !== null,
      values: {
        ...this.#values,
        seconds: String(REFRESH_SECONDS),
        ...(theirs === null ? {} : { askedWhen: sayWhen(theirs.at, now, this.frame.saying) }),
      },
      refresh: looks ? String(REFRESH_SECONDS) : null,
      log,
      actions: [
        ...(safety ? [] : [this.forms.action('safety', 'safetyOpening')]),
        this.forms.action('call', 'callNote'),
      ],
    };
  }

  private done(page: PageName): Readonly<Record<string, unknown>> {
    const known = this.visit !== null;
    const call = known ? [this.forms.action('call', 'callNote')] : [];
    switch (page) {
      case 'safety-done': {
        const noted = this.asked?.outcome !== null && this.asked?.outcome !== undefined;
        const lead = [noted ? 'safetyDoneLead' : 'safetyDonePending', 'safetyDoneNow'];
        return { title: 'safetyDoneTitle', lead, picture: PICTURES.well, actions: call };
      }
      case 'not-me-done': {
        const held = this.visit?.garden?.state === 'confined';
        return {
          title: 'notMeDoneTitle',
          lead: ['notMeDoneLead', held ? 'notMeDoneHeld' : 'notMeDoneOpen'],
          picture: PICTURES.ill,
          works: this.works(),
          actions: [this.forms.safety(), ...call],
        };
      }
      case 'call-done':
        return {
          title: 'callDoneTitle',
          lead: ['callDoneLead', 'callDoneSure'],
          picture: PICTURES.ill,
          back: this.visit?.case ? 'backToSteps' : null,
          actions: [this.forms.safety()],
        };
      case 'read-done':
        return {
          title: 'readDoneTitle',
          lead: ['readDoneLead'],
          picture: PICTURES.ill,
          back: 'backToSteps',
          actions: [this.forms.safety(), ...call],
        };
      default:
        return {
          title: 'cleanedDoneTitle',
          lead: ['cleanedDoneLead'],
          picture: PICTURES.well,
          actions: [this.forms.safety(), ...call],
        };
    }
  }

  private works(): ReturnType<typeof worksOf> {
    const garden = this.visit?.garden;
    return garden?.state === 'confined' ? worksOf(garden, this.frame.brand.television) : [];
  }

  private technicians(): { facts: ReturnType<typeof factsOf> } {
    const { case: told, garden } = this.known();
    return { facts: factsOf(this.phrases, this.frame, told, garden, this.reader.peer) };
  }

  private known(): Visit & { readonly case: NonNullable<Visit['case']> } {
    const { visit } = this;
    if (!visit?.case) throw new Broken('this page is about a case');
    return { ...visit, case: visit.case };
  }
}

/** What they told us of this trouble, and not of an earlier one: since they were held or, if they were not, since our letter. */
function notesSince(garden: Visit['garden'], { toldAt }: VisitedCase, now: Date): Date {
  const lately = garden !== null && now.getTime() - (garden.releasedAt ?? now).getTime() < LATELY_MS;
  return lately ? garden.confirmedAt : (toldAt ?? new Date(0));
}
