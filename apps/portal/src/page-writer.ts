import { Broken } from '@lazaret/kernel';
import { sayDay, type Brands } from '@lazaret/notices';
import type { Asked, Verified, Visit } from '@lazaret/portal';

import type { PageAssets } from './assets.file.js';
import type { PageName } from './choose-page.js';
import { FormParts, type CodeTrouble } from './form-parts.js';
import type { FormTokens } from './form-token.js';
import { frameOf, type Frame, type Reader } from './page-frame.js';
import { PICTURES } from './pictures.js';
import { StandingPage } from './standing-page.js';

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

/** What a template may ask for, where a page has none of it. */
const NOTHING = {
  error: null, refresh: null, notes: [], lead: [], works: [], actions: [], actionsTitle: 'elseTitle', code: null, back: null, unplug: false,
  main: null, form: null, start: false, mine: false, thanks: false, footer: 'footerUnknown',
} as const; // prettier-ignore

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
    const forms = new FormParts(frame, reader, visit, this.tokens);
    const made = new StandingPage(frame, reader, visit, form?.asked ?? null, this.assets.phrases, forms);
    return this.render(
      frame,
      made.parts(page, frame.to(here.path, here.query), here.query, options.still === true),
    );
  }

  /** Where a code can be checked. */
  check(reader: Reader, visit: Visit | null, trouble: CodeTrouble | null = null): Page {
    const [frame, forms] = this.make(reader, visit, '/check');
    return this.render(frame, {
      template: 'neutral',
      picture: PICTURES.letter,
      title: 'checkTitle',
      lead: ['checkLead'],
      ...forms.codeForm('checkCode', trouble),
      actionsTitle: 'urgentTitle',
      actions: [forms.safety()],
    });
  }

  /** The answer to a code: from us or not. */
  checked(reader: Reader, visit: Visit | null, code: string, verified: Verified | null): Page {
    const [frame, forms] = this.make(reader, visit, '/check');
    if (verified === null)
      return this.render(frame, {
        template: 'no',
        picture: PICTURES.letter,
        title: 'noTitle',
        lead: ['noLead'],
        ...forms.codeForm('checkAgain', null, code),
        actionsTitle: 'urgentTitle',
        actions: [forms.safety()],
      });
    return this.render(frame, {
      template: 'yes',
      picture: PICTURES.sealed,
      ...this.yes(frame, forms, visit, code, verified),
    });
  }

  /** The one page that asks for nothing but whether somebody's safety depends on it. */
  safety(reader: Reader, visit: Visit | null, trouble: CodeTrouble | null = null): Page {
    const [frame, forms] = this.make(reader, visit, '/safety');
    return this.render(frame, {
      template: 'safety',
      picture: PICTURES.dark,
      title: 'safetyTitle',
      main: visit === null ? null : forms.button('safety', 'safetyButton'),
      ...forms.codeForm('safetyButton', trouble),
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
    const [frame, forms] = this.make(reader, visit, '/help');
    return this.render(frame, {
      template: 'help',
      picture: PICTURES.well,
      title: 'helpTitle',
      actionsTitle: 'urgentTitle',
      actions: [forms.safety()],
    });
  }

  /** What happened, what was kept, what to do. */
  sorry(
    why: Sorry,
    reader: Reader,
    more: { readonly again?: string; readonly waitSeconds?: number } = {},
  ): Page {
    const frame = frameOf(this.assets, this.brands, reader, null, { path: '/' });
    const forms = new FormParts(frame, reader, null, this.tokens);
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
      actions: [waits ? forms.safetyByPhone() : forms.safety()],
    });
  }

  /** Yes, it is ours: what it is about, and what it never does. */
  private yes(
    frame: Frame,
    forms: FormParts,
    visit: Visit | null,
    code: string,
    { class: threat, open, writtenAt, timeZone }: Verified,
  ): Readonly<Record<string, unknown>> {
    const mine = visit?.case?.code === code;
    const about = { infected: 'aboutInfected', vulnerable: 'aboutVulnerable', abusive: 'aboutAbusive' }[
      threat
    ];
    const byCode = visit === null && open;
    return {
      title: 'yesTitle',
      code,
      mine,
      written: writtenAt === null ? 'yesShown' : 'yesWritten',
      values: {
        ...frame.values,
        about: frame.words.plain(about, {}),
        ...(writtenAt === null ? {} : { written: sayDay(writtenAt, { ...frame.saying, timeZone }) }),
      },
      actions: mine
        ? [forms.safety(), forms.action('not-me', 'notMeNote'), forms.action('call', 'callNote')]
        : byCode
          ? [forms.action('safety', 'safetyByCode', code), forms.action('call', 'callNote', code)]
          : [forms.safetyByPhone()],
    };
  }

  private make(reader: Reader, visit: Visit | null, path: string): readonly [Frame, FormParts] {
    const frame = frameOf(this.assets, this.brands, reader, visit, { path });
    return [frame, new FormParts(frame, reader, visit, this.tokens)];
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
