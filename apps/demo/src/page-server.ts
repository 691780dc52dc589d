import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Refused } from '@lazaret/kernel';
import type { OpenHouse } from '@lazaret/pipeline';

import { gatherCase, gatherStory } from './gather-story.js';
import type { MailSink } from './mail-sink.js';
import { casePage, mailPage, storyPage } from './page.js';

// Letters are shown as they came, in a frame that may do nothing.
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'";

/** The pages of the demo, on this machine only. */
export class PageServer {
  #server: Server;

  constructor(
    private readonly house: OpenHouse,
    private readonly mail: MailSink,
  ) {
    this.#server = createServer((request, response) => {
      this.answer(decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/')).then(
        (html) => {
          response.writeHead(html === undefined ? 404 : 200, {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': POLICY,
            'x-content-type-options': 'nosniff',
            'cache-control': 'no-store',
          });
          response.end(html ?? 'There is nothing here.');
        },
        (error: unknown) => {
          response.writeHead(error instanceof Refused ? 404 : 500, {
            'content-type': 'text/plain; charset=utf-8',
          });
          response.end(error instanceof Refused ? error.message : 'This page cannot be made now.');
        },
      );
    });
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

  private async answer(path: string): Promise<string | undefined> {
    if (path === '/') return storyPage(await gatherStory(this.house), this.mail.mails);
    const code = /^\/case\/([A-Z0-9-]{1,20})$/.exec(path)?.[1];
    if (code !== undefined) return casePage(await gatherCase(this.house, code));
    const [, number, html] = /^\/mail\/(\d{1,9})(\/html)?$/.exec(path) ?? [];
    const mail = this.mail.mails.find((one) => one.id === Number(number));
    return mail && (html === undefined ? mailPage(mail) : mail.html);
  }
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
