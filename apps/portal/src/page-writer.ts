import { Broken } from '@lazaret/kernel';
import { sayDay, type Brands } from '@lazaret/notices';
import type { Asked, RequestKind, Verified, Visit } from '@lazaret/portal';

import type { PageAssets } from './assets.file.js';
import { adviceParts, CLEANED, factsOf, titleOf, valuesOf, worksOf } from './case-parts.js';
import type { PageName } from './choose-page.js';
import type { FormTokens } from './form-token.js';
import { frameOf, type Frame, type Reader } from './page-frame.js';
import type { Values } from './words.js';

/** A page, ready to be sent. */
export interface Page {
  readonly html: string;
  readonly language: string;
}

/** Why a page says sorry. */
export type Sorry =
  | 'unavailable'
  | 'broken'
  | 'missing'
  | 'unreadable'
  | 'tooMany'
  | 'tooManyAsked'
  | 'old'
  | 'wrong'
  | 'again'
  | 'nothing'
  | 'notYours';

/** What the code field is sent back with. */
export interface CodeTrouble {
  readonly typed: string;
  readonly error: 'codeMissing' | 'codeMalformed' | 'codeUnknown';
}

interface Action {
  readonly kind: RequestKind;
  readonly word: string;
  readonly note: string;
  /** Of a form; without one the entry is a link, or just words. */
  readonly token: string | null;
  readonly code: string | null;
  readonly href: string | null;
}

const WORD: Readonly<Record<RequestKind, string>> = {
  safety: 'safety',
  'not-me': 'notMe',
  call: 'call',
  acknowledge: 'read',
  cleaned: 'cleaned',
};

/** A page that looks by itself whether the line is open does so as often, and for so long. */
const REFRESH_SECONDS = 15;
const REFRESH_FOR_SECONDS = 300;

const NOTHING = {
  error: null, refresh: null, notes: [], lead: [], works: [], actions: [], actionsTitle: 'elseTitle', code: null, back: null, unplug: false,
  main: null, form: null, start: false, mine: false, thanks: false, footer: 'footerUnknown',
} as const; // prettier-ignore

const DARK = { letter: false, seal: false, left: false, dawn: false, right: false };
const PICTURES = {
  dark: DARK,
  ill: { ...DARK, left: true },
  dawn: { ...DARK, left: true, dawn: true },
  well: { ...DARK, left: true, right: true },
  letter: { ...DARK, letter: true },
  sealed: { ...DARK, letter: true, seal: true },
} as const;

/** Writes pages. What it is handed is all it knows: nothing in it can name anybody. */
export class PageWriter {
  constructor(
    private readonly assets: PageAssets,
    private readonly brands: Brands,
    private readonly tokens: FormTokens,
  ) {}

  /** The page about a connection, as it stands. @param form the form that was just sent, with its nonce */
  standing(
    page: PageName,
    reader: Reader,
    visit: Visit | null,
    form: { readonly asked: Asked; readonly nonce: string } | null = null,
    options: { readonly still?: boolean } = {},
  ): Page {
    const here = form === null ? { path: '/' } : { path: '/asked', query: { n: form.nonce } };
    const frame = frameOf(this.assets, this.brands, reader, visit, here);
    const make = new Making(frame, reader, visit, form?.asked ?? null, this.assets, this.tokens);
    return this.render(
      frame,
      make.standing(page, frame.to(here.path, here.query), here.query, options.still === true),
    );
  }

  /** Where a code can be checked. */
  check(reader: Reader, visit: Visit | null, trouble: CodeTrouble | null = null): Page {
    const [frame, make] = this.make(reader, visit, '/check');
    return this.render(frame, {
      template: 'neutral',
      picture: PICTURES.letter,
      title: 'checkTitle',
      lead: ['checkLead'],
      ...make.codeForm('checkCode', trouble),
      actionsTitle: 'urgentTitle',
      actions: [make.safety()],
    });
  }

  /** The answer to a code: from us or not. */
  checked(reader: Reader, visit: Visit | null, code: string, verified: Verified | null): Page {
    const [frame, make] = this.make(reader, visit, '/check');
    if (verified === null)
      return this.render(frame, {
        template: 'no',
        picture: PICTURES.letter,
        title: 'noTitle',
        lead: ['noLead'],
        ...make.codeForm('checkAgain', null, code),
        actionsTitle: 'urgentTitle',
        actions: [make.safety()],
      });
    return this.render(frame, { template: 'yes', picture: PICTURES.sealed, ...make.yes(code, verified) });
  }

  /** The one page that asks for nothing but whether somebody's safety depends on it. */
  safety(reader: Reader, visit: Visit | null, trouble: CodeTrouble | null = null): Page {
    const [frame, make] = this.make(reader, visit, '/safety');
    return this.render(frame, {
      template: 'safety',
      picture: PICTURES.dark,
      title: 'safetyTitle',
      main: visit === null ? null : make.button('safety', 'safetyButton'),
      ...make.codeForm('safetyButton', trouble),
      form: {
        action: frame.context.links.ask,
        token: this.tokens.issue({ kind: 'safety', address: reader.peer?.address ?? null, about: null }),
        typed: trouble?.typed ?? '',
        button: 'safetyButton',
      },
    });
  }

  /** How we know, and what we never do. */
  help(reader: Reader, visit: Visit | null): Page {
    const [frame, make] = this.make(reader, visit, '/help');
    return this.render(frame, {
      template: 'help',
      picture: PICTURES.well,
      title: 'helpTitle',
      actionsTitle: 'urgentTitle',
      actions: [make.safety()],
    });
  }

  /** What happened, what was kept, what to do. */
  sorry(
    why: Sorry,
    reader: Reader,
    more: { readonly again?: string; readonly waitSeconds?: number } = {},
  ): Page {
    const frame = frameOf(this.assets, this.brands, reader, null, { path: '/' });
    const make = new Making(frame, reader, null, null, this.assets, this.tokens);
    const waits = why === 'unavailable' || why === 'broken';
    const lead = [
      `${why === 'tooManyAsked' ? 'tooMany' : why}Lead`,
      ...(why === 'unavailable' ? ['unavailableKept'] : []),
      ...(waits || why === 'tooMany' || why === 'tooManyAsked' ? ['sorryLater'] : []),
      ...(why === 'notYours' ? ['notYoursCall'] : []),
    ];
    if (why === 'tooManyAsked') lead[0] = 'tooManyAsked';
    return this.render(frame, {
      template: 'sorry',
      picture: PICTURES.dark,
      title: `${why === 'tooManyAsked' ? 'tooMany' : why}Title`,
      values: {
        ...frame.values,
        minutes: frame.words.minutes(Math.max(1, Math.ceil((more.waitSeconds ?? 60) / 60))),
      },
      lead,
      start: !waits && why !== 'tooMany',
      links: { ...frame.context.links, again: more.again ?? frame.context.links.home },
      actionsTitle: 'urgentTitle',
      actions: [waits ? make.safetyByPhone() : make.safety()],
    });
  }

  private make(reader: Reader, visit: Visit | null, path: string): readonly [Frame, Making] {
    const frame = frameOf(this.assets, this.brands, reader, visit, { path });
    return [frame, new Making(frame, reader, visit, null, this.assets, this.tokens)];
  }

  private render(
    frame: Frame,
    parts: { readonly template: string } & Readonly<Record<string, unknown>>,
  ): Page {
    const template = this.assets.templates.get(parts.template);
    if (template === undefined) throw new Broken(`there is no template ${parts.template}`);
    return {
      html: template({ ...NOTHING, values: frame.values, ...frame.context, ...parts }),
      language: frame.context.language.tag,
    };
  }
}

/** One page in the making. */
class Making {
  readonly #values: Values;

  constructor(
    private readonly frame: Frame,
    private readonly reader: Reader,
    private readonly visit: Visit | null,
    private readonly asked: Asked | null,
    private readonly assets: PageAssets,
    private readonly tokens: FormTokens,
  ) {
    const shown = visit === null || asked === null ? visit : { ...visit, asked };
    this.#values = shown === null ? frame.values : valuesOf(frame, shown);
  }

  standing(
    page: PageName,
    again: string,
    query: Readonly<Record<string, string>> | undefined,
    still: boolean,
  ): { readonly template: string } & Readonly<Record<string, unknown>> {
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
          ...this.codeForm('checkCode', null), actionsTitle: 'urgentTitle', actions: [this.safety()],
        }; // prettier-ignore
      case 'well':
        return {
          ...base, template: 'well', picture: PICTURES.well, title: 'wellTitle', lead: ['wellLead'],
          ...this.codeForm('checkCode', null), actions: [this.safety(), this.action('call', 'callNote')],
        }; // prettier-ignore
      case 'told':
      case 'confined':
        return { ...base, ...this.trouble(page) };
      case 'opening':
        return { ...base, ...this.opening(still) };
      case 'waiting':
        return {
          ...base, ...this.technicians(), template: 'waiting', picture: PICTURES.ill, title: 'waitingTitle',
          lead: ['waitingLead', 'waitingEnds'], works: this.works(), actions: [this.safety(), this.action('call', 'callNote')],
        }; // prettier-ignore
      case 'released':
        return {
          ...base, template: 'released', picture: PICTURES.well, title: 'releasedTitle', lead: ['releasedLead'],
          actions: [this.safety(), this.action('call', 'callStill')],
        }; // prettier-ignore
      case 'cleared':
        return {
          ...base, template: 'over', picture: PICTURES.well, title: 'clearedTitle', lead: ['clearedLead', 'clearedNothing'], unplug: true,
          actions: [this.safety(), this.action('call', 'callNote')],
        }; // prettier-ignore
      case 'mistaken':
        return {
          ...base, template: 'over', picture: PICTURES.well, title: 'mistakenTitle', lead: ['mistakenLead', 'mistakenNothing'],
          actions: [this.safety(), this.action('call', 'callNote')],
        }; // prettier-ignore
      default:
        return { ...base, template: 'done', ...this.done(page) };
    }
  }

  /** Yes, it is ours: what it is about, and what it never does. */
  yes(
    code: string,
    { class: threat, open, writtenAt, timeZone }: Verified,
  ): Readonly<Record<string, unknown>> {
    const mine = this.visit?.case?.code === code;
    const about = { infected: 'aboutInfected', vulnerable: 'aboutVulnerable', abusive: 'aboutAbusive' }[
      threat
    ];
    const byCode = this.visit === null && open;
    return {
      title: 'yesTitle',
      code,
      mine,
      written: writtenAt === null ? 'yesShown' : 'yesWritten',
      values: {
        ...this.frame.values,
        about: this.frame.words.plain(about, {}),
        ...(writtenAt === null ? {} : { written: sayDay(writtenAt, { ...this.frame.saying, timeZone }) }),
      },
      actions: mine
        ? [this.safety(), this.action('not-me', 'notMeNote'), this.action('call', 'callNote')]
        : byCode
          ? [this.action('safety', 'safetyByCode', code), this.action('call', 'callNote', code)]
          : [this.safetyByPhone()],
    };
  }

  codeForm(button: string, trouble: CodeTrouble | null, typed = ''): Readonly<Record<string, unknown>> {
    return {
      error: trouble?.error ?? null,
      form: { action: this.frame.context.links.check, token: null, typed: trouble?.typed ?? typed, button },
    };
  }

  /** On every page. Where nobody's address is known, a page of its own asks for the code. */
  safety(): Action {
    if (this.visit === null)
      return {
        ...this.action('safety', 'safetyUnknown'),
        token: null,
        href: this.frame.context.links.safety,
      };
    return this.action('safety', this.visit.garden?.state === 'confined' ? 'safetyHeld' : 'safetyOpen');
  }

  /** Where nothing can be taken down. */
  safetyByPhone(): Action {
    return { ...this.action('safety', 'safetyCall'), token: null };
  }

  button(kind: RequestKind, word: string): { kind: RequestKind; word: string; token: string } {
    return { kind, word, token: this.token(kind, this.visit?.case?.code ?? null) };
  }

  private action(kind: RequestKind, note: string, code: string | null = null): Action {
    return {
      kind,
      word: WORD[kind],
      note,
      token: this.token(kind, code ?? this.visit?.case?.code ?? null),
      code,
      href: null,
    };
  }

  private token(kind: RequestKind, about: string | null): string {
    return this.tokens.issue({ kind, address: this.reader.peer?.address ?? null, about });
  }

  private trouble(page: 'told' | 'confined'): { template: string } & Readonly<Record<string, unknown>> {
    const { case: told, lineClass } = this.known();
    return {
      ...this.technicians(),
      ...adviceParts(this.assets.phrases, this.frame, told),
      template: page,
      picture: PICTURES.ill,
      title: titleOf(told.class, lineClass),
      asBefore: told.class === 'vulnerable' ? 'openAsBefore' : 'worksAsBefore',
      notes: this.notes(),
      works: this.works(),
      main: this.button('cleaned', CLEANED[told.class]),
      actions: [
        this.safety(),
        ...(told.acknowledgedAt === null && page === 'told' ? [this.action('acknowledge', 'readNote')] : []),
        this.action('not-me', 'notMeNote'),
        this.action('call', 'callNote'),
      ],
    };
  }

  /** What this visitor told us before, so that nobody must wonder whether it arrived. */
  private notes(): readonly string[] {
    const { asked, garden, case: told } = this.known();
    const since = garden?.state === 'confined' ? garden.confirmedAt : (told.toldAt ?? new Date(0));
    if (asked !== null && asked.at >= since)
      switch (asked.kind) {
        case 'call':
          return ['noteCall'];
        case 'not-me':
          return ['noteNotMe'];
        case 'cleaned':
          return garden?.state === 'confined' ? [] : ['noteCleaned'];
        case 'safety':
          return ['noteSafety'];
        case 'acknowledge':
          return ['noteRead'];
      }
    return told.acknowledgedAt !== null && told.acknowledgedAt >= since ? ['noteRead'] : [];
  }

  private opening(still: boolean): { template: string } & Readonly<Record<string, unknown>> {
    const visit = this.known();
    const asked = this.asked ?? visit.asked;
    const since = visit.garden?.confirmedAt ?? new Date(0);
    const theirs =
      asked !== null && asked.at >= since && (asked.kind === 'cleaned' || asked.kind === 'safety')
        ? asked
        : null;
    const safety = theirs?.kind === 'safety';
    const first =
      theirs === null
        ? { word: 'logDecided', note: 'logDecidedDone' }
        : { word: safety ? 'logSafety' : 'logCleaned', note: 'logDone' };
    const looks = !still && theirs !== null && theirs.secondsAgo < REFRESH_FOR_SECONDS;
    return {
      template: 'opening',
      picture: PICTURES.dawn,
      title: 'openingTitle',
      thanks: theirs !== null,
      values: { ...this.#values, seconds: String(REFRESH_SECONDS) },
      refresh: looks ? String(REFRESH_SECONDS) : null,
      log: [
        { ...first, done: true, now: false },
        { word: 'logNetwork', note: 'logNetworkNote', done: false, now: true },
        safety
          ? { word: 'logAsk', note: 'logAskNote', done: false, now: false }
          : { word: 'logWatch', note: 'logWatchNote', done: false, now: false },
      ],
      actions: [...(safety ? [] : [this.action('safety', 'safetyOpening')]), this.action('call', 'callNote')],
    };
  }

  private done(page: PageName): Readonly<Record<string, unknown>> {
    const known = this.visit !== null;
    const call = known ? [this.action('call', 'callNote')] : [];
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
          lead: ['notMeDoneLead', ...(held ? ['notMeDoneHeld'] : [])],
          picture: PICTURES.ill,
          works: this.works(),
          actions: [this.safety(), ...call],
        };
      }
      case 'call-done':
        return {
          title: 'callDoneTitle',
          lead: ['callDoneLead', 'callDoneSure'],
          picture: PICTURES.ill,
          back: this.visit?.case ? 'backToSteps' : null,
          actions: [this.safety()],
        };
      case 'read-done':
        return {
          title: 'readDoneTitle',
          lead: ['readDoneLead'],
          picture: PICTURES.ill,
          back: 'backToSteps',
          actions: [this.safety(), ...call],
        };
      default:
        return {
          title: 'cleanedDoneTitle',
          lead: ['cleanedDoneLead'],
          picture: PICTURES.well,
          actions: [this.safety(), ...call],
        };
    }
  }

  private works(): ReturnType<typeof worksOf> {
    const garden = this.visit?.garden;
    return garden?.state === 'confined' ? worksOf(garden, this.frame.brand.television) : [];
  }

  private technicians(): { facts: ReturnType<typeof factsOf> } {
    const { case: told, garden } = this.known();
    return { facts: factsOf(this.assets.phrases, this.frame, told, garden, this.reader.peer) };
  }

  private known(): Visit & { readonly case: NonNullable<Visit['case']> } {
    const { visit } = this;
    if (!visit?.case) throw new Broken('this page is about a case');
    return { ...visit, case: visit.case };
  }
}
