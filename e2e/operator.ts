import { API_BASE, type Route } from '@lazaret/contracts';

/** What the API answered. */
export interface Answered<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** Somebody at the console, without a browser. */
export class Operator {
  #cookie = '';

  constructor(
    /** Where the console is. */
    readonly url: string,
    readonly name: string,
    readonly password: string,
  ) {}

  /** The session's cookie, as a browser would be given it. */
  get cookie(): { readonly name: string; readonly value: string; readonly url: string } {
    const [name = '', value = ''] = this.#cookie.split('=');
    return { name, value, url: this.url };
  }

  async signIn(password = this.password): Promise<Answered<unknown>> {
    return this.ask('POST', '/session', { name: this.name, password });
  }

  /** Asks the API as the console does. */
  async ask<T = Record<string, unknown>>(
    method: Route['method'],
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answered<T>> {
    const answer = await fetch(new URL(`${API_BASE}${path}`, this.url), {
      method,
      headers: {
        'x-lazaret': '1',
        ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const set of answer.headers.getSetCookie()) this.#cookie = set.split(';', 1)[0] ?? '';
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as T,
    };
  }
}
