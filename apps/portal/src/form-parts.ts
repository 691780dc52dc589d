import type { RequestKind, Visit } from '@lazaret/portal';

import type { FormTokens } from './form-token.js';
import type { Frame, Reader } from './page-frame.js';

/** What the code field is sent back with. */
export interface CodeTrouble {
  readonly typed: string;
  readonly error: 'codeMissing' | 'codeMalformed' | 'codeUnknown';
}

/** One thing a visitor can ask for besides a page's main button. */
export interface Action {
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

/** What can be pressed on one page. Every button has a ticket of its own. */
export class FormParts {
  constructor(
    private readonly frame: Frame,
    private readonly reader: Reader,
    private readonly visit: Visit | null,
    private readonly tokens: FormTokens,
  ) {}

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

  action(kind: RequestKind, note: string, code: string | null = null): Action {
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
}
