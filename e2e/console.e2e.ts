import axe from 'axe-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { OperatorRole } from '@lazaret/kernel';

import { openBrowser } from './browser.js';
import { DemoHouse } from './demo-house.js';
import { until } from './house.js';
import { Operator } from './operator.js';

/** What each role is there for, done at the console as it is built, in a browser, in the demo's world. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const WIDE = { width: 1440, height: 900 };
const WHY = 'cleaned it while we talked';
const PATIENCE = 20_000;

let house: DemoHouse;
let browser: Browser;
const people = new Map<string, Operator>();
const contexts = new Map<string, BrowserContext>();
/** What browsers complained of, what went elsewhere, and every address that was asked for. */
const complaints: string[] = [];
const elsewhere: string[] = [];
const addresses: string[] = [];

beforeAll(async () => {
  [house, browser] = await Promise.all([DemoHouse.open(), openBrowser()]);
  const { user, password, second } = house.ready;
  people.set('anna', new Operator(house.ready.console, user, password));
  people.set('ben', new Operator(house.ready.console, second.user, second.password));
  for (const role of ['viewer', 'helpline', 'analyst', 'engineer', 'admin'] as const satisfies OperatorRole[])
    people.set(role, await house.operator(role));
}, 300_000);
afterEach(async () => {
  // Each page listens for news, and a browser keeps six connections to one place.
  for (const context of contexts.values()) for (const page of context.pages()) await page.close();
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

function person(who: string): Operator {
  const found = people.get(who);
  if (!found) throw new Error(`nobody is called ${who}`);
  return found;
}

/** A page of somebody who is signed in, in a browser of his own; of somebody new, the one that asks for a password. */
async function visit(who: string, path: string, to: 'page' | 'password' = 'page'): Promise<Page> {
  const known = contexts.get(who);
  if (known) {
    const page = await listenTo(await known.newPage());
    await page.goto(house.ready.console.replace(/\/$/, '') + path);
    return page;
  }
  const context = await browser.newContext({ viewport: WIDE, locale: 'en-GB' });
  contexts.set(who, context);
  context.setDefaultTimeout(PATIENCE);
  const page = await listenTo(await context.newPage());
  // Straight to where he wants to be: he is asked who he is, and then there.
  await page.goto(house.ready.console.replace(/\/$/, '') + path);
  const { name, password } = person(who);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor({ state: 'detached' });
  if (to === 'page') await page.locator('main#content').waitFor();
  return page;
}

async function listenTo(page: Page): Promise<Page> {
  page.on('request', (request) => {
    addresses.push(request.url());
    if (!request.url().startsWith(house.ready.console) && !request.url().startsWith('data:'))
      elsewhere.push(request.url());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    // Browsers write every answer of 400 and above into their console; the console shows these to people itself.
    if (/status of (401|412)/.test(text)) return;
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${page.url()}: ${text}`);
  });
  return Promise.resolve(page);
}

const button = (page: Page | Locator, name: string | RegExp): Locator => page.getByRole('button', { name });

/** Writes a reason into the dialog that is open, and sends it by keyboard. */
async function because(page: Page, why: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').waitFor();
  await page.keyboard.type(why);
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'hidden' });
}

/** Codes of cases that are listed so, the newest seen first. */
async function casesThat(where: string): Promise<string[]> {
  const rows = await house.rows<{ code: string }>(
    `select c.code from cases.listed l join cases."case" c on c.id = l.case_id join directory.line d on d.id = l.line_id
      where ${where} order by l.seen_at desc, c.id`,
  );
  return rows.map(({ code }) => code);
}

describe('signing in', () => {
  it('is asked for first, says what is wrong, and leads to where one wanted to go', async () => {
    const context = await browser.newContext({
      viewport: WIDE,
      locale: 'en-GB',
    });
    const page = await listenTo(await context.newPage());
    const [code = ''] = await casesThat(`l.waits = 'person'`);
    await page.goto(`${house.ready.console}cases/${code}`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('Name').fill(person('viewer').name);
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByText('Name and password do not fit together').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(person('viewer').password);
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: 'on line NL-' }).waitFor();
    expect(page.url()).toContain(`/cases/${code}`);
    await context.close();
  });
});

describe('a viewer', () => {
  it('sees cases and all that was done, and can do nothing', async () => {
    const page = await visit('viewer', '/cases');
    await page.getByRole('grid', { name: 'Cases' }).waitFor();
    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    expect(await button(page, /Release|Note|Called back/).count()).toBe(0);
    await page.keyboard.press('Escape');
    const [code = ''] = await casesThat(`l.garden = 'active'`);
    await page.goto(`${house.ready.console}cases/${code}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText('Nothing to do here right now.').waitFor();
    await button(page, 'Not possible now').click();
    await page.getByText('your roles do not allow it').first().waitFor();
    await button(page, 'Not possible now').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('r');
    await page.keyboard.press('n');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByRole('textbox', { name: 'Note' }).count()).toBe(0);
  });
});

describe('the help line', () => {
  it('answers a caller and lets the line out, without a mouse', async () => {
    const [code = ''] = await casesThat(`l.garden = 'active'`);
    const page = await visit('helpline', '/');
    await until(async () => Promise.resolve(page.url()), (url) => url.includes('/helpline'), 20); // prettier-ignore
    await page.getByLabel('Who is calling?').first().waitFor();
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Limited by us/ }).waitFor();
    expect(page.url()).toContain('line=NL-');
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    await because(page, WHY);
    await page.getByText('The line is being opened.').first().waitFor();
    await page.getByRole('heading', { name: /Being opened|Not limited/ }).waitFor();
  });

  it('finds somebody by his number, which then stands in no address', async () => {
    const [{ value } = { value: '' }] = await house.rows<{ value: string }>(
      `select value from directory.contact where channel = 'phone' order by id limit 1`,
    );
    const page = await visit('helpline', '/helpline');
    await page.getByLabel('Who is calling?').first().waitFor();
    await page.keyboard.type(value);
    await page.keyboard.press('Enter');
    await page.getByText('found by phone number').waitFor();
    expect(addresses.filter((address) => decodeURIComponent(address).includes(value.slice(1)))).toEqual([]);
  });
});

describe('an analyst', () => {
  it('goes through the list by keyboard alone, writes a note and lets a line out', async () => {
    const page = await visit('analyst', '/cases?garden=active');
    const grid = page.getByRole('grid', { name: 'Cases' });
    await grid.waitFor();
    const at = (): Promise<string | null> => grid.getAttribute('aria-activedescendant');
    const first = await at();
    await page.keyboard.press('j');
    await until(at, (now) => now !== first);
    const second = await at();
    await page.keyboard.press('k');
    await until(at, (now) => now === first);
    await page.keyboard.press('j');
    await until(at, (now) => now === second);
    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('1 selected').waitFor({ state: 'detached' });
    await page.keyboard.press('Space');
    await page.getByRole('complementary', { name: 'Preview' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: 'Preview' }).waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await until(() => page.evaluate<string>('document.activeElement.tagName'), (tag) => tag === 'INPUT'); // prettier-ignore
    await page.keyboard.press('Escape');
    await grid.focus();
    await page.keyboard.press('Enter');
    const code = (second ?? '').replace('case-', '');
    await until(async () => Promise.resolve(page.url()), (url) => url.includes(`/cases/${code}`)); // prettier-ignore
    await page.locator('h1', { hasText: 'on line NL-' }).waitFor();

    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Note' }).waitFor();
    await page.keyboard.type('They scan tonight.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Your note is kept.').waitFor();
    await page.getByText('They scan tonight.').waitFor();
    await page.keyboard.press('r');
    await because(page, WHY);
    await page.getByText('The line is being opened.').first().waitFor();
    await until(
      () => house.rows<{ garden: string }>(`select l.garden from cases.listed l join cases."case" c on c.id = l.case_id where c.code = $1`, [code]),
      ([row]) => row?.garden !== 'active',
      30,
    ); // prettier-ignore
  });

  it('lets several out at once, and reads what became of each', async () => {
    const codes = await casesThat(`l.garden = 'active'`);
    expect(codes.length).toBeGreaterThan(3);
    const page = await visit('analyst', '/cases?garden=active');
    await page.getByRole('grid', { name: 'Cases' }).waitFor();
    for (const key of ['x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await page.getByText('3 selected').waitFor();
    await button(page, 'Release …').click();
    await page.getByText('3 of 3 cases will be done.').waitFor();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(WHY);
    await button(dialog, 'Release 3').click();
    await page.getByText('Finished: 3 done.').waitFor();
    const results = page.getByRole('region', { name: 'Result, case by case' }).getByRole('listitem');
    await until(() => results.allInnerTexts(), (lines) => lines.length === 3 && lines.every((line) => /NL-\d+/.test(line) && line.includes('done'))); // prettier-ignore
    await button(dialog, 'Close').last().click();
  });

  it('asks for a confinement; nothing happens until somebody else agrees', async () => {
    const code = await confinable();
    const page = await visit('analyst', `/cases/${code}`);
    await button(page, /^Confine/).click();
    await because(page, 'still seen every day');
    await page.getByText('Asked. A second person must agree.').first().waitFor();
    await page.getByText('it waits for a second person').first().waitFor();
    // Not the one who asked,
    await page.goto(`${house.ready.console}approvals`);
    await page.getByText('You asked for it, so a second person must answer.').waitFor();
    expect(await button(page, 'Agree').count()).toBe(0);
    // not past the console either,
    const { body } = await askAs<{ items: { id: number; case: string | null }[] }>('analyst', 'GET', '/approvals?state=open'); // prettier-ignore
    const asked = body.items.find((one) => one.case === code);
    const own = await askAs('analyst', 'POST', `/approvals/${asked?.id}`, {
      outcome: 'approved',
      why: WHY,
    });
    expect(own.status).toBe(409);
    // but somebody else.
    const second = await visit('ben', '/approvals');
    await second
      .getByRole('listitem')
      .filter({ hasText: code })
      .getByRole('button', { name: 'Agree' })
      .click();
    await second.getByRole('dialog', { name: 'Agree?' }).getByRole('button', { name: 'Agree' }).click();
    await second.getByText('Agreed, and done.').waitFor();
    await until(
      () => house.rows<{ garden: string }>(`select l.garden from cases.listed l join cases."case" c on c.id = l.case_id where c.code = $1`, [code]),
      ([row]) => row?.garden !== 'none',
      30,
    ); // prettier-ignore
  });

  it('is told who was faster, and what is different now', async () => {
    const [code = ''] = await casesThat(`l.garden = 'active'`);
    const page = await visit('analyst', `/cases/${code}`);
    await page.getByRole('region', { name: 'Timeline' }).getByRole('listitem').first().waitFor();
    await button(page, /^Release/).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(WHY);
    const seen = await askAs<{ version: number }>('ben', 'GET', `/cases/${code}`);
    expect(
      await askAs('ben', 'POST', `/cases/${code}/actions`, { action: 'release', why: 'they called me' }, {
        'if-match': `"${seen.body.version}"`,
      }),
    ).toMatchObject({ status: 200 });
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog', { name: 'Somebody was faster' }).waitFor();
    await page.getByText(/^Ben changed this case/i).waitFor();
    const told = await page.getByRole('dialog').innerText();
    expect(told).toContain('they called me');
    expect(told).toContain('What changed');
    await button(page, 'Look at it').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }); // prettier-ignore
});

describe('an engineer', () => {
  it('lets a type of report count, once he has said that he looked', async () => {
    await house.rows(`delete from feeds.activation where report_type = 'scan_dns'`);
    const page = await visit('engineer', '/reports');
    await button(page, 'Let it count: scan_dns').click();
    const dialog = page.getByRole('dialog');
    const go = button(dialog, 'Let it count');
    expect(await go.isDisabled()).toBe(true);
    await dialog.getByLabel('I have looked at the counts and at rows of it.').check();
    await go.click();
    await page.getByText('scan_dns counts from now on.').waitFor();
    expect(
      await house.rows(`select 1 as one from feeds.activation where report_type = 'scan_dns'`),
    ).toHaveLength(1);
  });

  it('stops taking in, and goes on only together with somebody else', async () => {
    const page = await visit('engineer', '/garden');
    const stop = button(page, 'Stop new ones');
    await stop.click();
    await because(page, 'the network is being worked on');
    await page.getByText('Nobody new is taken in.', { exact: true }).first().waitFor();
    await until(() => stop.isDisabled(), (disabled) => disabled); // prettier-ignore
    await button(page, 'Go on').click();
    await because(page, 'the work is done');
    await page.getByText('You have said "go on". A second person must say it too.').waitFor();
    expect(await button(page, 'Go on').isDisabled()).toBe(true);

    const second = await visit('ben', '/garden');
    await button(second, 'Agree to go on').click();
    await because(second, 'looked at it too');
    await second.getByText('Lines are taken in again.').first().waitFor();
    await page.reload();
    await page.getByText('Lines are taken in as the policy says.').waitFor();
  });
});

describe('an administrator', () => {
  it('lets somebody in, who chooses a password of his own before anything else', async () => {
    const page = await visit('admin', '/settings');
    await page.getByText('Operators', { exact: true }).first().click();
    await button(page, 'Add an operator').click();
    const dialog = page.getByRole('dialog', { name: 'Add an operator' });
    await dialog.getByLabel('Sign-in name').fill('carla');
    await dialog.getByLabel('Name people know').fill('Carla Jensen');
    await dialog.getByLabel('Viewer').check();
    await button(dialog, 'Let them in').click();
    const first = (await page.getByLabel('First password', { exact: true }).locator('span, code').first().innerText()).trim();
    await button(page, 'I have passed it on').click();
    await page.getByText('Carla Jensen').first().waitFor();
    people.set('carla', new Operator(house.ready.console, 'carla', first));

    const carla = await visit('carla', '/cases', 'password');
    await carla.getByRole('heading', { name: 'Choose your own password' }).waitFor();
    await carla.getByLabel('The password you have now').fill(first);
    await carla.getByLabel('New password', { exact: true }).fill('four herons in the reeds');
    await carla.getByLabel('New password, once more').fill('four herons in the reeds');
    await button(carla, 'Keep this password').click();
    await carla.getByRole('grid', { name: 'Cases' }).waitFor();
  });
}); // prettier-ignore

async function askAs<T = Record<string, unknown>>(
  who: string,
  ...asked: Parameters<Operator['ask']>
): Promise<{ readonly status: number; readonly body: T }> {
  const operator = person(who);
  if (operator.cookie.value === '') await operator.signIn();
  return operator.ask<T>(...asked);
}

/** A case whose line may be held back by hand. */
async function confinable(): Promise<string> {
  for (const code of await casesThat(`l.garden = 'none' and l.state = 'told' and d.confinable`)) {
    const { body } = await askAs<{ actions: { action: string; allowed: boolean }[] }>('analyst', 'GET', `/cases/${code}`); // prettier-ignore
    if (body.actions.some(({ action, allowed }) => action === 'confine' && allowed)) return code;
  }
  throw new Error('no line may be confined by hand');
}

describe('every page', () => {
  const PAGES = [
    '/cases', '/cases/CODE', '/helpline', '/helpline?line=REF', '/lines', '/lines/REF', '/reports', '/reports/1', '/garden',
    '/notices', '/notices/1', '/policy', '/approvals', '/audit', '/settings', '/nowhere',
  ]; // prettier-ignore

  it('of signing in is accessible, light and dark', async () => {
    const context = await browser.newContext({ viewport: WIDE });
    const page = await listenTo(await context.newPage());
    await page.goto(`${house.ready.console}sign-in`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await accessible(page);
    await context.close();
  });

  it.each(PAGES)('%s is accessible, light and dark', async (path) => {
    const [held = { code: '', ref: '' }] = await house.rows<{
      code: string;
      ref: string;
    }>(
      `select c.code, d.ref from garden.confinement g join cases."case" c on c.id = g.case_id join directory.line d on d.id = g.line_id limit 1`,
    );
    const page = await visit('anna', path.replace('CODE', held.code).replace('REF', held.ref));
    await page
      .locator('main h1, main h2')
      .or(page.getByText('There is nothing here'))
      .first()
      .waitFor({ state: 'attached' });
    await page.waitForLoadState('load');
    await accessible(page);
  });
});

it('no page complained, nothing was asked of anybody else, and no address names a person', async () => {
  expect(complaints).toEqual([]);
  expect(elsewhere).toEqual([]);
  expect(addresses.filter((address) => /@|%40|C-\d{5}|\+44/.test(address))).toEqual([]);
});

/** Nothing that would keep somebody out, in both themes. */
async function accessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  await page.evaluate(STILL);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(NEXT_FRAME);
    const options = JSON.stringify({
      runOnly: TAGS,
      resultTypes: ['violations'],
      iframes: false,
    });
    const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${options})`);
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
    expect({ colorScheme, serious }).toEqual({ colorScheme, serious: [] });
  }
}

/** Colours on their way from one theme to the other are nobody's: nothing moves any more. */
const STILL = `(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important; }');
  document.adoptedStyleSheets.push(sheet);
})()`;
const NEXT_FRAME = 'new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))';
