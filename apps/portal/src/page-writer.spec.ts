import { gzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';

import { Secret } from '@lazaret/kernel';
import { loadBrands, type Brands } from '@lazaret/notices';
import { EXAMPLE_BRANDS } from '@lazaret/notices/testing';
import type { Visit } from '@lazaret/portal';
import { aCase, aGarden, anAsked, aVisit } from '@lazaret/portal/testing';

import { loadAssets, type PageAssets } from './assets.file.js';
import { brandStyle } from './brand-style.js';
import { choosePage, type PageName } from './choose-page.js';
import { FormTokens } from './form-token.js';
import type { Reader } from './page-frame.js';
import { PageWriter, type Page } from './page-writer.js';

let assets: PageAssets;
let brands: Brands;
let writer: PageWriter;
beforeAll(async () => {
  [assets, brands] = await Promise.all([loadAssets(), loadBrands(EXAMPLE_BRANDS)]);
  writer = new PageWriter(
    assets,
    brands,
    new FormTokens(new Secret('a key that is long enough for this test')),
  );
});

const at = new Date('2026-11-17T14:33:00Z');
const reader = (lang: string): Reader => ({
  peer: { address: '198.51.100.27', port: 51_876 },
  lang,
  acceptLanguage: undefined,
});

/** A visit for each page that follows from how things stand. */
const STANDING: Readonly<Partial<Record<PageName, Visit | null>>> = {
  neutral: null,
  well: aVisit({ case: null }),
  told: aVisit(),
  confined: aVisit({ garden: aGarden() }),
  opening: aVisit({ garden: aGarden(), asked: anAsked() }),
  waiting: aVisit({ garden: aGarden({ releaseWantedAt: at }), asked: anAsked({ outcome: 'desk' }) }),
  released: aVisit({ garden: aGarden({ state: 'released', openAskedAt: at, releasedAt: at }) }),
  cleared: aVisit({ case: aCase({ state: 'cleared', clearedAt: at }) }),
  mistaken: aVisit({ case: aCase({ lastSeenAt: null }) }),
};
/** Why a line may be open again, and what its people had asked for. */
const ENDS = [
  ['cleaned', null], ['safety', null], ['unanswered', 'cleaned'], ['unanswered', 'not-me'], ['time-is-up', null],
  ['withdrawn', null], ['release-all', null],
] as const; // prettier-ignore
const AFTER = ['safety', 'not-me', 'call', 'acknowledge', 'cleaned'] as const;
const SORRIES = ['unavailable', 'broken', 'missing', 'unreadable', 'tooMany', 'tooManyAsked', 'old', 'wrong', 'again', 'nothing', 'notYours'] as const; // prettier-ignore

const LANGUAGES = ['en', 'de'];

/** Every page there is, in one language. */
function everyPage(lang: string): Map<string, Page> {
  const pages = new Map<string, Page>();
  const who = reader(lang);
  for (const [name, visit] of Object.entries(STANDING)) {
    const page = choosePage(visit, null);
    expect(page).toBe(name);
    pages.set(name, writer.standing(page, who, visit));
  }
  for (const threat of ['vulnerable', 'abusive'] as const)
    pages.set(
      `told ${threat}`,
      writer.standing('told', who, aVisit({ case: aCase({ class: threat, advice: null }) })),
    );
  pages.set('told business', writer.standing('told', who, aVisit({ lineClass: 'business' })));
  pages.set(
    'confined strictly',
    writer.standing('confined', who, aVisit({ garden: aGarden({ profile: 'strict' }) })),
  );
  pages.set('waiting for an appeal', writer.standing('waiting', who, aVisit({ garden: aGarden({ releaseWantedAt: at, releaseWantedWhy: 'not-me' }) }))); // prettier-ignore
  for (const [openWhy, releaseWantedWhy] of ENDS) {
    const garden = aGarden({ state: 'released', openAskedAt: at, releasedAt: at, openWhy, releaseWantedWhy });
    const name = `${openWhy} ${releaseWantedWhy}`;
    pages.set(`released ${name}`, writer.standing('released', who, aVisit({ garden })));
    pages.set(
      `cleaned after ${name}`,
      writer.standing('released', who, aVisit({ garden, asked: anAsked({ at }) })),
    );
    pages.set(`${name} releasing`, writer.standing('opening', who, aVisit({ garden: { ...garden, state: 'releasing', releasedAt: null } }))); // prettier-ignore
  }
  pages.set('mistaken, was held', writer.standing('mistaken', who, aVisit({ case: aCase({ lastSeenAt: null }), garden: aGarden({ state: 'released', openAskedAt: at, releasedAt: at, openWhy: 'withdrawn' }) }))); // prettier-ignore
  pages.set('opening by the desk', writer.standing('opening', who, aVisit({ garden: aGarden({ state: 'releasing', openAskedAt: at }) }))); // prettier-ignore
  for (const kind of AFTER)
    for (const [state, visit] of [
      ['open', aVisit()],
      ['held', aVisit({ garden: aGarden() })],
      ['nobody', null],
    ] as const) {
      if (visit === null && kind !== 'safety' && kind !== 'call') continue;
      for (const outcome of [null, 'noted'] as const) {
        const form = { asked: anAsked({ kind, outcome }), nonce: '6abda6a9-7497-4dd5-8d2d-7497a61ed1c3' };
        const page = choosePage(visit, form.asked);
        pages.set(`${kind} ${state} ${outcome}`, writer.standing(page, who, visit, form));
        const noted = visit && { ...visit, asked: form.asked };
        pages.set(`noted ${kind} ${state} ${outcome}`, writer.standing(choosePage(noted, null), who, noted));
      }
    }
  for (const visit of [null, aVisit()]) {
    const known = visit === null ? 'unknown' : 'known';
    pages.set(`check ${known}`, writer.check(who, visit));
    pages.set(`check trouble ${known}`, writer.check(who, visit, { typed: '<b>', error: 'codeMalformed' }));
    pages.set(`check empty ${known}`, writer.check(who, visit, { typed: '', error: 'codeMissing' }));
    pages.set(`no ${known}`, writer.checked(who, visit, 'K4TP-9WXA', null));
    for (const open of [true, false])
      for (const writtenAt of [at, null])
        for (const code of ['H7KM-3RTX', 'AAAA-AAAA'])
          pages.set(`yes ${known} ${open} ${writtenAt?.getTime()} ${code}`, writer.checked(who, visit, code, { class: 'infected', open, writtenAt, timeZone: 'Europe/London' })); // prettier-ignore
    pages.set(`safety ${known}`, writer.safety(who, visit));
    pages.set(`safety trouble ${known}`, writer.safety(who, visit, { typed: 'x', error: 'codeUnknown' }));
    pages.set(`help ${known}`, writer.help(who, visit));
  }
  for (const why of SORRIES) pages.set(`sorry ${why}`, writer.sorry(why, who, { waitSeconds: 1_800 }));
  return pages;
}

describe.each(LANGUAGES)('every page in %s', (lang) => {
  it('can be made, is whole, and says who it is from', () => {
    for (const [name, { html, language }] of everyPage(lang)) {
      expect({ name, language }).toEqual({ name, language: lang });
      expect(html).toMatch(/^<!doctype html>/);
      expect({ name, gaps: html.match(/\{\w+\}|undefined|\[object|\bNaN\b|\bnull\b/g) }).toEqual({
        name,
        gaps: null,
      });
      expect(html.match(/<h1/g)).toHaveLength(1);
      expect(html).toContain('<bdi>0808 157 0142</bdi>');
      expect(html).not.toMatch(
        /<script|javascript:|style=|\son[a-z]+=|"password"|https?:\/\/(?!www\.w3\.org)/i,
      );
    }
  });

  it('leads to the button for health, alarm or safety', () => {
    const words = assets.words.get(lang)?.sentence('safety') ?? '';
    for (const [name, { html }] of everyPage(lang))
      if (!/safety-done|^(noted )?safety|^safety/.test(name)) expect(`${name}: ${html}`).toContain(words);
  });

  it('is small: the page whole below 50 kB, what is sent first below 14 kB', () => {
    const brand = brands.find(null);
    if (!brand) throw new Error('no brand');
    const css = brandStyle(brand) + assets.style;
    for (const { html } of everyPage(lang).values()) {
      expect(html.length + css.length).toBeLessThan(50_000);
      expect(gzipSync(html).length + gzipSync(css).length).toBeLessThan(14_000);
    }
  });

  it('says nothing about a person, and no destination', () => {
    // All the writer can know is in a visit; a visit has no field for a name. What a feed calls a family is tidied.
    const hostile = aCase({ malware: '<script>alert(1)</script>', advice: null, family: null });
    const { html } = writer.standing('told', reader(lang), aVisit({ case: hostile }));
    expect(html).not.toContain('<script>');
  });
});

it('thanks for an end whoever brought it about, and keeps what was promised', () => {
  const open = (openWhy: string, releaseWantedWhy: 'cleaned' | 'not-me' | null = null): string =>
    writer.standing('released', reader('en'), aVisit({ garden: aGarden({ state: 'released', openAskedAt: at, releasedAt: at, openWhy, releaseWantedWhy }) })).html; // prettier-ignore
  expect(open('cleaned')).toContain('Thank you for looking after it.');
  expect(open('safety')).toContain('One of us calls you about it, without hurry.');
  expect(open('safety')).toContain('I have cleaned it');
  for (const [openWhy, wanted] of ENDS) {
    const html = open(openWhy, wanted);
    expect(html.includes('Thank you')).toBe(openWhy === 'cleaned');
    expect(html).toContain(
      'The network confirmed today at 14:33 UK time that nothing is held back any more.',
    );
  }
});

it('remembers what was told in the garden when it is seen again afterwards', () => {
  const lastSeenAt = new Date('2026-11-18T08:00:00Z');
  const note = (openWhy: string, asked: Visit['asked'], releasedAt = at): string => {
    const garden = aGarden({ state: 'released', openAskedAt: at, releasedAt, openWhy });
    const visit = aVisit({ now: new Date('2026-11-18T09:00:00Z'), garden, asked, case: aCase({ lastSeenAt, toldAt: lastSeenAt }) });
    expect(choosePage(visit, null)).toBe('told');
    return writer.standing('told', reader('en'), visit).html;
  }; // prettier-ignore
  expect(note('safety', anAsked({ kind: 'safety' }))).toContain('and one of us calls you about it.');
  expect(note('unanswered', anAsked({ kind: 'not-me' }))).toContain('that this is not you.');
  expect(note('cleaned', anAsked())).toContain('We have seen signs of it again since');
  // An old story is over.
  expect(note('safety', anAsked({ kind: 'safety' }), new Date('2026-11-01T00:00:00Z'))).not.toContain(
    'class="note"',
  );
});

it('says within what time a person answers, and what happens if nobody does', () => {
  const wanted = (releaseWantedWhy: 'cleaned' | 'not-me'): string =>
    writer.standing('waiting', reader('en'), aVisit({ garden: aGarden({ releaseWantedAt: at, releaseWantedWhy }) })).html; // prettier-ignore
  const promise =
    'If we do not get to it, we open your connection all the same: on Wednesday 18 November 2026 at the latest.';
  for (const html of [wanted('cleaned'), wanted('not-me')]) expect(html).toContain(promise);
  expect(wanted('not-me')).not.toContain('the misuse came back');
  const asked = anAsked({ kind: 'not-me' });
  const form = { asked, nonce: '6abda6a9-7497-4dd5-8d2d-7497a61ed1c3' };
  const visit = aVisit({ garden: aGarden(), asked });
  expect(writer.standing('not-me-done', reader('en'), visit, form).html).toContain(promise);
});

it('what is typed comes back as text', () => {
  const { html } = writer.check(reader('en'), null, { typed: '"><img src=x>', error: 'codeMalformed' });
  expect(html).toContain('value="&quot;&gt;&lt;img src&#x3D;x&gt;"');
});

it('a code that is not ours and one that is look alike to nobody but in words', () => {
  const [yes, no] = [
    writer.checked(reader('en'), null, 'H7KM-3RTX', { class: 'infected', open: true, writtenAt: at, timeZone: 'Europe/London' }), // prettier-ignore
    writer.checked(reader('en'), null, 'H7KM-3RTX', null),
  ];
  expect(yes.html).toContain('We wrote it on Tuesday 17 November 2026, by e-mail.');
  expect(yes.html).toContain('name="code" value="H7KM-3RTX"');
  expect(no.html).toContain('This code is not ours.');
});

it('only a page that opens the line looks again by itself, for five minutes, and can be told not to', () => {
  const opening = STANDING.opening ?? null;
  const refresh = '<meta http-equiv="refresh" content="15">';
  expect(writer.standing('opening', reader('en'), opening).html).toContain(refresh);
  expect(writer.standing('opening', reader('en'), opening, null, { still: true }).html).not.toContain(
    refresh,
  );
  const old = aVisit({ garden: aGarden(), asked: anAsked({ secondsAgo: 301 }) });
  expect(writer.standing('opening', reader('en'), old).html).not.toContain(refresh);
  for (const [name, { html }] of everyPage('en'))
    if (html.includes(refresh)) expect(html).toContain('We are opening your connection.');
    else expect(name).toBeTruthy();
});

it('no word is left over, and both languages are natural about the same things', async () => {
  const used = new Set<string>();
  const { readdir } = await import('node:fs/promises');
  for (const folder of ['../assets/templates/', '../assets/templates/partials/', './'])
    for (const file of await readdir(new URL(folder, import.meta.url)))
      if (/\.(hbs|ts)$/.test(file) && !file.endsWith('.spec.ts'))
        for (const [word] of (await readFile(new URL(folder + file, import.meta.url), 'utf8')).matchAll(
          /\b[a-z][A-Za-z]+\b/g,
        ))
          // prettier-ignore
          used.add(word);
  const made = new Set(SORRIES.flatMap((why) => [`${why}Title`, `${why}Lead`]));
  for (const words of assets.words.values())
    expect(words.keys().filter((word) => !used.has(word) && !made.has(word))).toEqual([]);
});
