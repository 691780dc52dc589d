import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Refused } from '@lazaret/kernel';
import type { OpenHouse } from '@lazaret/pipeline';

import { gatherCase, gatherStory } from './gather-story.js';
import type { MailSink, SunkMail } from './mail-sink.js';
import { casePage } from './pages/case-page.js';
import { sorryPage } from './pages/layout.js';
import { letterPage } from './pages/letter-page.js';
import { casesPage, lettersPage } from './pages/list-pages.js';
import type { Markup } from './pages/markup.js';
import { storyPage } from './pages/story-page.js';

const PAGES = "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"; // prettier-ignore
// A letter brings its own style and may do nothing else, even when somebody opens it outside its frame.
const LETTERS = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"; // prettier-ignore

const ASSETS: Readonly<Record<string, string>> = { 'style.css': 'text/css', 'icon.svg': 'image/svg+xml' };

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly policy: string;
  readonly body: string | Buffer;
}

/** The pages of the demo, on this machine only. */
export class PageServer {
  #server: Server;

  constructor(
    private readonly house: OpenHouse,
    private readonly mail: MailSink,
  ) {
    this.#server = createServer((request, response) => void this.respond(request, response));
  }

  /** @param wanted a port; another free one is taken when it is in use. @returns the address of the page */
  async start(wanted: number): Promise<string> {
    await listen(this.#server, wanted).catch(() => listen(this.#server, 0));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((done) => this.#server.close(() => done()));
    this.#server.closeAllConnections();
    await closed;
  }

  private async respond({ url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = url.split('?')[0] ?? '/';
    const { status, type, policy, body } = await this.answer(path).catch((error: unknown) =>
      this.sorry(error),
    );
    response.writeHead(status, {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    response.end(body);
  }

  private async answer(path: string): Promise<Answer> {
    const asset = ASSETS[path.slice(1)];
    if (asset !== undefined) {
      const body = await readFile(new URL(`../assets${path}`, import.meta.url));
      return { status: 200, type: asset, policy: PAGES, body };
    }
    const letter = /^\/letter\/(\d{1,9})\/html$/.exec(path)?.[1];
    if (letter !== undefined)
      return { status: 200, type: 'text/html', policy: LETTERS, body: this.letter(letter).html };
    return page(200, await this.page(path));
  }

  private async page(path: string): Promise<Markup> {
    const { mails } = this.mail;
    if (path === '/') return storyPage(await gatherStory(this.house), mails);
    if (path === '/cases') return casesPage(await gatherStory(this.house));
    const now = await this.house.now();
    if (path === '/letters') return lettersPage(now, mails);
    const [, part, name = ''] = /^\/(case|letter)\/([0-9A-Za-z-]{1,20})$/.exec(path) ?? [];
    if (part === 'case') return casePage(await gatherCase(this.house, name), mails, now);
    if (part === 'letter') return letterPage(this.letter(name), now);
    throw new Refused('there is no such page');
  }

  private letter(number: string): SunkMail {
    const mail = this.mail.mails.find((one) => one.id === Number(number));
    if (!mail) throw new Refused(`there is no letter ${number}`);
    return mail;
  }

  private async sorry(error: unknown): Promise<Answer> {
    const now = await this.house.now().catch(() => new Date());
    if (error instanceof Refused) return page(404, sorryPage(now, 'Not here', `${error.message}.`));
    return page(
      500,
      sorryPage(now, 'Not now', 'This page could not be made. Nothing is lost: load it again in a moment.'),
    );
  }
}

function page(status: number, { text }: Markup): Answer {
  return { status, type: 'text/html', policy: PAGES, body: text };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((ready, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      ready();
    });
  });
}
