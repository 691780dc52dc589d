import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Refused } from '@lazaret/kernel';
import type { OpenHouse } from '@lazaret/pipeline';

import { comesFromHere } from './comes-from-here.js';
import { gatherLanes } from './gather-lanes.js';
import { gatherCase, gatherStory } from './gather-story.js';
import { LANE_GROUPS, type LaneGroup } from './lanes.js';
import type { MailSink } from './mail/mail-sink.js';
import type { SunkMail } from './mail/sunk-mail.js';
import { casePage } from './pages/case-page.js';
import { lanesPage } from './pages/lanes-page.js';
import { sorryPage, type Clock } from './pages/layout.js';
import { letterPage } from './pages/letter-page.js';
import { casesPage, lettersPage } from './pages/list-pages.js';
import type { Markup } from './pages/markup.js';
import { storyPage } from './pages/story-page.js';
import type { PortalWay } from './portal-way.js';
import { readForm } from './read-form.js';
import { readSpan, type TimeMachine } from './time-machine.js';
import type { World } from './world/world.js';

// A letter brings its own style and may do nothing else, even when somebody opens it outside its frame.
const LETTERS = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"; // prettier-ignore
const ASSETS: Readonly<Record<string, string>> = { 'style.css': 'text/css', 'icon.svg': 'image/svg+xml' };
/** While the clock advances a page is loaded again by itself, so often. */
const AGAIN_SECONDS = 2;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly policy: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the pages show and what their buttons move. */
export interface Behind {
  readonly house: OpenHouse;
  readonly mail: MailSink;
  readonly world: World;
  readonly time: TimeMachine;
  readonly way: PortalWay;
  /** Where the portal is reached as the chosen line. */
  readonly portalUrl: string;
}

/** The pages of the demo, on this machine only. */
export class PageServer {
  readonly #server: Server;
  readonly #policy: string;

  constructor(private readonly behind: Behind) {
    this.#policy = `default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self' ${behind.portalUrl}; frame-ancestors 'none'`;
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

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    try {
      if (!comesFromHere(request.headers, request.method ?? 'GET'))
        throw new Forbidden('this page answers only to itself');
      if (request.method === 'POST') await this.act(path, request, response);
      else write(response, await this.answer(path));
    } catch (error) {
      if (!response.headersSent) write(response, await this.sorry(error));
      else response.end();
    }
  }

  private async answer(path: string): Promise<Answer> {
    const asset = ASSETS[path.slice(1)];
    if (asset !== undefined) {
      const body = await readFile(new URL(`../assets${path}`, import.meta.url));
      return { status: 200, type: asset, policy: this.#policy, body };
    }
    const letter = /^\/letter\/([0-9a-z-]{1,20})\/html$/.exec(path)?.[1];
    if (letter !== undefined)
      return { status: 200, type: 'text/html', policy: LETTERS, body: this.letter(letter).html };
    return this.show(200, await this.page(path));
  }

  private async page(path: string): Promise<Markup> {
    const { house, mail } = this.behind;
    const { mails } = mail;
    const clock = await this.clock(path);
    if (path === '/') return storyPage(await gatherStory(house), mails, clock);
    if (path === '/cases') return casesPage(await gatherStory(house), clock);
    if (path === '/letters') return lettersPage(mails, clock);
    const [, group] = /^\/lines(?:\/([a-z-]{1,20}))?$/.exec(path) ?? [];
    if (path.startsWith('/lines')) return this.lanes(group ?? 'garden', clock);
    const [, part, name = ''] = /^\/(case|letter)\/([0-9A-Za-z-]{1,20})$/.exec(path) ?? [];
    if (part === 'case') return casePage(await gatherCase(house, name), mails, clock);
    if (part === 'letter') return letterPage(this.letter(name), clock);
    throw new Refused('there is no such page');
  }

  private async lanes(group: string, clock: Clock): Promise<Markup> {
    if (!Object.hasOwn(LANE_GROUPS, group)) throw new Refused('there is no such page');
    const { house, mail, world } = this.behind;
    const lanes = await gatherLanes(house, world, mail.mails, group as LaneGroup);
    return lanesPage(lanes, group as LaneGroup, clock);
  }

  /** The buttons: the clock moves on, or somebody becomes another line. */
  private async act(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await readForm(request);
    const back = /^\/[a-z/0-9A-Z-]{0,60}$/.test(form.get('back') ?? '') ? (form.get('back') ?? '/') : '/';
    if (path === '/advance') {
      const span = readSpan(form.get('for') ?? '');
      if (request.headers.accept?.includes('application/x-ndjson')) return this.advanceAloud(span, response);
      void this.behind.time.advanceBy(span).catch(() => undefined);
      return seeOther(response, back);
    }
    if (path === '/be') {
      const line = this.behind.world.lines.find(({ ref }) => ref === form.get('line'));
      if (!line) throw new Refused('there is no such line');
      this.behind.way.line = line.number;
      return seeOther(response, `${this.behind.portalUrl}/`);
    }
    if (path === '/be-nobody') {
      this.behind.way.line = null;
      return seeOther(response, back);
    }
    throw new Refused('there is no such button');
  }

  /** For a terminal: one line of JSON at each instant, and one at the end. */
  private async advanceAloud(span: number, response: ServerResponse): Promise<void> {
    const started = (): void => {
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    };
    const say = (object: object): void => void response.write(`${JSON.stringify(object)}\n`);
    const to = await this.behind.time.advanceBy(span, (at) => {
      started();
      say({ at: new Date(at).toISOString() });
    });
    started();
    say({ done: true, now: new Date(to).toISOString() });
    response.end();
  }

  private async clock(path: string): Promise<Clock> {
    const { house, time, way, world, portalUrl } = this.behind;
    return {
      now: await house.now(),
      advancing: time.advancing,
      trouble: time.trouble,
      path,
      being: way.line === null ? null : world.line(way.line).ref,
      portalUrl,
    };
  }

  private letter(number: string): SunkMail {
    const mail = this.behind.mail.mails.find((one) => one.id === number);
    if (!mail) throw new Refused(`there is no letter ${number}`);
    return mail;
  }

  private async sorry(error: unknown): Promise<Answer> {
    const clock = await this.clock('/').catch((): Clock => ({
      now: new Date(),
      advancing: null,
      trouble: null,
      path: '/',
      being: null,
      portalUrl: '',
    }));
    if (error instanceof Refused) {
      const status = error instanceof Forbidden ? 403 : 404;
      const more = error.problems.map(({ message }) => ` ${message}.`).join('');
      return this.show(status, sorryPage(clock, 'Not here', `${error.message}.${more}`));
    }
    const text = 'This page could not be made. Nothing is lost: load it again in a moment.';
    return this.show(500, sorryPage(clock, 'Not now', text));
  }

  private show(status: number, { text }: Markup): Answer {
    const again = status === 200 && this.behind.time.advancing !== null;
    return {
      status,
      type: 'text/html',
      policy: this.#policy,
      body: text,
      headers: again ? { refresh: String(AGAIN_SECONDS) } : {},
    };
  }
}

class Forbidden extends Refused {}

function write(response: ServerResponse, { status, type, policy, body, headers = {} }: Answer): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(body);
}

function seeOther(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
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
