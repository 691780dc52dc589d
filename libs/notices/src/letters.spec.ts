import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { Brands } from './brand.config.js';
import { adviceKeys, readAdviceBook } from './choose-advice.js';
import { contrast } from './contrast.js';
import { RELEASES } from './choose-release.js';
import { TEMPLATES, type Template } from './language.js';
import type { Letter, Letters } from './letters.js';
import { loadBrands, loadLetters } from './letters.file.js';
import type { Matter } from './matter.js';
import { EXAMPLE_BRANDS } from './testing.js';

const ASSETS = new URL('../assets/', import.meta.url);
const KEYS = adviceKeys(readAdviceBook(JSON.parse(readFileSync(new URL('advice.json', ASSETS), 'utf8'))));
const NOW = new Date('2026-11-12T12:00:00Z');
const CODE = 'H7KM-3RTX';

function aMatter(facts: Partial<Matter> = {}): Matter {
  return {
    code: CODE,
    class: 'infected',
    advice: 'camera',
    family: 'Mirai',
    lastSeenAt: new Date('2026-11-12T09:41:07Z'),
    wroteAt: new Date('2026-11-09T10:00:00Z'),
    timeZone: 'Europe/London',
    brand: null,
    mayHold: true,
    sightings: [],
    profile: null,
    heldSince: null,
    endsAtLatestDays: null,
    releasedAt: null,
    release: null,
    ...facts,
  };
}

/** What a letter about the garden knows besides. */
const HELD: Partial<Matter> = {
  profile: 'leaky',
  heldSince: new Date('2026-11-12T11:20:00Z'),
  endsAtLatestDays: 7,
  releasedAt: new Date('2026-11-12T11:33:00Z'),
  release: 'cleaned',
};

/** Every letter there are words for: its template, and what it knows. */
const WORDED: readonly (readonly [name: string, template: Template, facts: Partial<Matter>])[] = [
  ...TEMPLATES.map((template) => [template, template, template === 'confined' || template === 'released' ? HELD : {}] as const),
  ...RELEASES.map((release) => [`released, ${release}`, 'released', { ...HELD, release }] as const),
  ['correction, still held', 'correction', { ...HELD, releasedAt: null, release: null }],
  ['correction, open again', 'correction', { ...HELD, release: null }],
]; // prettier-ignore

const SIGHTINGS: Matter['sightings'] = [
  { seenAt: new Date('2026-11-12T09:41:07Z'), transport: 'tcp', sourcePort: 40_001, destination: '198.51.100.7', destinationPort: 23 },
  { seenAt: new Date('2026-11-12T09:40:00Z'), transport: 'other', sourcePort: null, destination: null, destinationPort: null },
]; // prettier-ignore

interface Case {
  readonly name: string;
  readonly template: Template;
  readonly locale: string;
  readonly letter: Letter;
}

let letters: Letters;
const all: Case[] = [];

beforeAll(async () => {
  letters = await loadLetters(await loadBrands(EXAMPLE_BRANDS));
  for (const [name, template, garden] of WORDED)
    for (const locale of ['en-GB', 'de-DE'])
      for (const advice of KEYS)
        for (const mayHold of [true, false]) {
          const sightings = template === 'business-first' ? SIGHTINGS : [];
          const profile = garden.profile === undefined ? null : mayHold ? 'leaky' : 'strict';
          const family = mayHold ? 'Mirai' : null;
          const matter = aMatter({ advice, mayHold, sightings, family, ...garden, profile });
          const letter = letters.write(template, matter, locale, NOW);
          all.push({ name: `${name} ${locale} ${advice}`, template, locale, letter });
        }
});

/** Each fault with the letter it is in; a list, so that a failing run names them all. */
function faults(check: (at: Case) => boolean): readonly string[] {
  expect(all.length).toBe(WORDED.length * 2 * KEYS.length * 2);
  return [...new Set(all.filter((at) => !check(at)).map((at) => at.name))].slice(0, 10);
}
const partsOf = ({ letter }: Case): readonly string[] => [letter.subject, letter.text, letter.html];

describe('every letter, in every language, with every advice', () => {
  it('carries the case code in subject, text and HTML', () => {
    expect(faults((at) => partsOf(at).every((part) => part.includes(CODE)))).toEqual([]);
  });

  it('has a subject of one line and 78 characters at most, whole even for the longest brand', async () => {
    expect(faults(({ letter }) => /^[^\p{Cc}]{20,78}$/u.test(letter.subject))).toEqual([]);
    const file = JSON.parse(readFileSync(EXAMPLE_BRANDS, 'utf8')) as {
      brands: Record<string, { short: string }>;
    };
    (file.brands['northlight'] ?? { short: '' }).short = 'W'.repeat(16);
    const long = await loadLetters(Brands.read(file));
    for (const [, template, facts] of WORDED)
      for (const locale of ['en-GB', 'de-DE']) {
        const { subject } = letters.write(template, aMatter(facts), locale, NOW);
        expect(long.write(template, aMatter(facts), locale, NOW).subject).toBe(
          subject.replace('Northlight', 'W'.repeat(16)),
        );
      }
  });

  it('has no link, no picture, no form, no script and nothing from elsewhere', () => {
    const outside =
      /<(a|img|form|input|button|script|iframe|object|link|svg|video)\b|href|src=|url\(|https?:|mailto:|www\.|@import|\bon[a-z]+=/i;
    expect(faults(({ letter }) => !outside.test(letter.html))).toEqual([]);
    expect(faults(({ letter }) => !/https?:|www\.|mailto:/i.test(letter.text))).toEqual([]);
    // The check address is broken up, or clients would make a link of it.
    expect(
      faults(
        ({ letter }) =>
          !letter.html.includes('northlight.example') &&
          letter.html.includes('northlight<span>.</span>example'),
      ),
    ).toEqual([]);
  });

  it('knows no deadline, no urgency and no threat', () => {
    const pressing =
      /\b(urgent|immediately|at once|deadline|within \d|hours? left|final (notice|warning)|last chance|act now|suspen\w+|terminat\w+|penalt\w+|otherwise we|fail(ed|ure) to|must|dringend|sofort|unverzüglich|umgehend|Frist|innerhalb von|letzte (Mahnung|Chance)|gesperrt|Kündigung|Strafe|müssen Sie (?!nichts))/i;
    expect(faults((at) => partsOf(at).every((part) => !pressing.test(part)))).toEqual([]);
  });

  it('asks for no password, payment or data', () => {
    const asking =
      /\b(enter|confirm|verify|send|give|tell)\b[^.]{0,30}\b(password|account|card|PIN|details)|log ?in (to|at|with)\b|click (here|the)|download|attached|(Passwort|Konto\w*|Karten\w*|PIN|Daten)[^.]{0,20}\b(eingeben|bestätigen|senden)|klicken Sie auf|herunterladen|im Anhang/i;
    expect(faults((at) => partsOf(at).every((part) => !asking.test(part)))).toEqual([]);
  });

  it('blames nobody', () => {
    const blaming =
      /your fault|you have been detected|negligen|illegal|violat|compliance|Ihre Schuld|verstoßen|rechtswidrig|infiziert/i;
    expect(faults((at) => partsOf(at).every((part) => !blaming.test(part)))).toEqual([]);
  });

  it('says the same in both parts', () => {
    const words = (part: string): string => part.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim(); // prettier-ignore
    expect(
      faults(({ letter }) => {
        const text = words(letter.text);
        return sentences(letter.html).every((sentence) => text.includes(words(sentence)));
      }),
    ).toEqual([]);
  });

  it('is well-formed, small, and says its language', () => {
    expect(faults(({ letter }) => unclosed(letter.html).length === 0)).toEqual([]);
    expect(faults(({ letter }) => Buffer.byteLength(letter.html) < 30_000)).toEqual([]);
    expect(
      faults(({ letter, locale }) => letter.html.includes(`<html lang="${locale.slice(0, 2)}" dir="ltr">`)),
    ).toEqual([]);
    expect(
      faults(({ letter }) => /<h1 [\s\S]*<h2 /.test(letter.html) && letter.html.split('<h1 ').length === 2),
    ).toEqual([]);
  });

  it('leaves no placeholder and no undefined value', () => {
    expect(
      faults((at) =>
        partsOf(at).every(
          (part) =>
            !/\{\w|\}\}|undefined|\[object|null|NaN/.test(part.replace(/<style>[\s\S]*?<\/style>/, '')),
        ),
      ),
    ).toEqual([]);
  });

  it('wraps its text at 72', () => {
    expect(faults(({ letter }) => letter.text.split('\n').every((line) => line.length <= 72))).toEqual([]);
  });

  it('can be read in the light and in the dark', () => {
    const html = all[0]?.letter.html ?? '';
    expect(html).toContain('prefers-color-scheme:dark');
    const grounds = [...html.matchAll(/background:(#[0-9a-f]{6})/g)].map((m) => m[1] ?? '');
    const inks = [...html.matchAll(/[;"]color:(#[0-9a-f]{6})(?!!)/g)].map((m) => m[1] ?? '');
    const light = grounds.filter((c) => contrast(c, '#000000') > 12 && c !== '#f0ae3c');
    expect(inks.length).toBeGreaterThan(20);
    for (const ink of inks)
      for (const ground of light) expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
    // Every element that has a colour has a class that gives it its dark one.
    const bare = [...html.matchAll(/<(\w+)([^>]*)style="[^"]*color:#[^>]*>/g)].filter(
      (m) => !/class="/.test(m[2] ?? ''),
    );
    expect(bare.map((m) => m[0])).toEqual([]);
  });

  it('writes sentences a reader can follow', () => {
    const lengths = all.flatMap(({ letter }) =>
      letter.text
        .replace(/\n(?!\n)/g, ' ')
        .split(/[.?!:]\s|\n/)
        .map((sentence) => sentence.split(/\s+/).filter(Boolean).length),
    );
    const said = lengths.filter((length) => length > 3);
    expect(said.reduce((sum, length) => sum + length, 0) / said.length).toBeLessThan(12);
    expect(Math.max(...said)).toBeLessThan(36);
  });

  it('tells the household that any device may be the one', () => {
    const household =
      /any (other )?(device|computer|one)|any in your home|another device|check all devices|any device|anything else|jede[rs]? |ein anderes Gerät|alle Geräte/i;
    const residential: readonly Template[] = ['first', 'reminder', 'vulnerable', 'abusive', 'confined'];
    expect(
      faults(
        ({ template, letter }) =>
          !residential.includes(template) || household.test(letter.text.replace(/\s+/g, ' ')),
      ),
    ).toEqual([]);
  });
});

describe('what a letter may not know', () => {
  it('never appears in it, even if it is slipped into the matter', () => {
    const canaries = {
      name: 'Canary Quitefree', email: 'canary@home.example', address: '203.0.113.99', phone: '+44 999', ref: 'LINE-CANARY', userName: 'canary-user',
    }; // prettier-ignore
    const matter = {
      ...aMatter(HELD),
      ...canaries,
      sightings: SIGHTINGS.map((s) => ({ ...s, sourceAddress: canaries.address })),
    };
    for (const template of TEMPLATES) {
      const letter = letters.write(template, matter, 'en-GB', NOW);
      for (const canary of Object.values(canaries))
        for (const part of [letter.subject, letter.text, letter.html]) expect(part).not.toContain(canary);
    }
  });

  it('ports and destinations are for administrators only', () => {
    for (const template of TEMPLATES) {
      const letter = letters.write(template, aMatter({ ...HELD, sightings: SIGHTINGS }), 'en-GB', NOW);
      expect(letter.text.includes('198.51.100')).toBe(template === 'business-first');
    }
    const letter = letters.write('business-first', aMatter({ sightings: SIGHTINGS }), 'en-GB', NOW);
    expect(letter.text).toMatch(
      /2026-11-12 09:41:07\s+Source port: 40001\s+Destination: 198\.51\.100\[\.\]7\s+TCP\/23/,
    );
  });

  it('what could be held back is not mentioned where nothing may be', () => {
    expect(letters.write('first', aMatter({ mayHold: false }), 'en-GB', NOW).text).not.toMatch(
      /hold|health/i,
    );
    expect(letters.write('first', aMatter(), 'en-GB', NOW).text.replace(/\s+/g, ' ')).toContain(
      'emergency numbers and television',
    );
  });

  it('prints hostile words of a feed as words', () => {
    const letter = letters.write('first', aMatter({ family: '<img src=x>{{code}}' }), 'en-GB', NOW);
    expect(letter.html).toContain('&lt;img src');
    expect(letter.html).not.toContain('<img');
    expect(letter.text).toContain('{{code}}');
  });
});

describe('a letter', () => {
  it('is written in the language of the line, or of the brand', () => {
    expect(letters.write('first', aMatter(), 'de-AT', NOW).language).toBe('de');
    expect(letters.write('first', aMatter(), 'fr-FR', NOW).language).toBe('en');
    expect(letters.write('first', aMatter(), null, NOW).language).toBe('en');
    expect(
      letters.write('first', aMatter({ timeZone: 'Europe/Vienna' }), 'de-AT', NOW).text.replace(/\s+/g, ' '),
    ).toContain('heute um 10:41 Uhr österreichischer Zeit');
  });

  it('is refused for a brand nobody described, or without the day it refers to', () => {
    expect(() => letters.write('first', aMatter({ brand: 'other' }), 'en-GB', NOW)).toThrow(Refused);
    expect(() => letters.write('reminder', aMatter({ wroteAt: null }), 'en-GB', NOW)).toThrow(Refused);
  });

  it('names what it was made from', () => {
    expect(letters.write('first', aMatter(), 'en-GB', NOW).version).toMatch(/^[0-9a-f]{12}$/);
  });

  it('reads like a letter', () => {
    const letter = letters.write('first', aMatter(), 'en-GB', NOW);
    expect(letter.subject).toBe('Northlight notice H7KM-3RTX: a device in your home is being misused');
    expect(letter.text).toMatchInlineSnapshot(`
      "NORTHLIGHT BROADBAND
      0808 157 0142, as on your bill

      Thursday 12 November 2026


      A DEVICE IN YOUR HOME IS BEING MISUSED BY OTHERS

      Hello,

      It is probably a camera or a video recorder. We last saw signs of it
      today at 09:41 UK time. This happens in many homes, and you can put it
      right in about ten minutes.

      Your connection works as before.


      IS THIS LETTER REALLY FROM US?

      Your code is

          H7KM-3RTX

      Call the number on your bill and read it out. Or type

          northlight.example/check

      into a browser yourself and enter it there. Nothing in this letter needs
      a click.


      WHAT TO DO

      1. Unplug the camera or recorder for one minute.

      2. Change its password, in its own menu or app.

      3. Update its software, in the same place.

      4. Close its way in from outside: switch off port forwarding and UPnP in
         your router.

      No update to be found? Leave the device unplugged. That counts too. If
      you have no camera, any other device in your home may be the one.


      WHAT HAPPENS NEXT

      We keep an eye on it. When we no longer see it, we write and say so.

      If it goes on, we may hold back the few internet addresses that steer
      the misuse, and tell you. Phone calls, emergency numbers and television
      always go on as usual.


      DOES SOMEONE’S HEALTH OR SAFETY DEPEND ON THIS CONNECTION?

      Please call us. We note it, and then hold nothing back.


      FOR TECHNICIANS

      Kind:       Mirai family, a bot for cameras and recorders
      Last seen:  12 November 2026, 09:41:07 UTC
      Look for:   outgoing TCP to ports 23 and 2323


      Kind regards,
      the care desk at Northlight Broadband


      northlight.example/check
      Deutsch, Türkçe, Polski, Українська, العربية

      This letter has no link, no picture and no attachment. We never ask for
      a password or a payment.
      "
    `);
  });
});

describe('a letter about the garden', () => {
  const plain = (facts: Partial<Matter>, locale = 'en-GB', from = letters): string =>
    from.write('confined', aMatter({ ...HELD, ...facts }), locale, NOW).text.replace(/\s+/g, ' ');

  it('says what is held back, what still works, and how it ends', () => {
    expect(plain({})).toContain(
      'a few internet addresses: those that steer the misuse. This began today at 11:20',
    );
    expect(plain({})).toContain('television and almost all of the internet');
    expect(plain({})).toContain('It lasts 7 days at most');
    expect(plain({ endsAtLatestDays: 1 })).toContain('It lasts 1 day at most');
    expect(plain({}, 'de-DE')).toContain('Es dauert höchstens 7 Tage und endet dann von selbst.');
    expect(plain({ profile: 'strict' })).toContain('television and the pages that help');
    expect(plain({ profile: 'strict' })).not.toMatch(/almost all|a few internet addresses|control servers/);
  });

  it('promises television only where the brand has it', async () => {
    const file = JSON.parse(readFileSync(EXAMPLE_BRANDS, 'utf8')) as { brands: Record<string, object> };
    Object.assign(file.brands['northlight'] ?? {}, { television: false });
    const without = await loadLetters(Brands.read(file));
    for (const profile of ['leaky', 'strict'] as const)
      for (const locale of ['en-GB', 'de-DE'])
        expect(plain({ profile }, locale, without)).not.toMatch(/television,|television and|Fernsehen/);
  });

  it('is not written without what the network confirmed', () => {
    const { profile, heldSince, endsAtLatestDays } = HELD;
    for (const lacking of [
      { heldSince, endsAtLatestDays },
      { profile, endsAtLatestDays },
      { profile, heldSince },
    ])
      expect(() => letters.write('confined', aMatter(lacking), 'en-GB', NOW)).toThrow(Refused);
    expect(() => letters.write('released', aMatter(), 'en-GB', NOW)).toThrow(Refused);
  });

  it('of its end reads like a letter', () => {
    expect(letters.write('released', aMatter(HELD), 'en-GB', NOW).text).toMatchInlineSnapshot(`
      "NORTHLIGHT BROADBAND
      0808 157 0142, as on your bill

      Thursday 12 November 2026


      YOUR CONNECTION IS OPEN AGAIN

      Hello,

      Thank you to whoever looked after the device. The network confirmed
      today at 11:33 UK time that nothing is held back any more.


      WHAT HAPPENS NEXT

      You need not do anything. We keep an eye on it for a while. If all stays
      quiet, we write once more: “We no longer see it.”

      If it comes back, we write too, and help you.


      DOES SOMETHING STILL NOT WORK?

      Start the device or your router again. If that is not enough, please
      call us.


      WAS IT NOT YOU WHO TOLD US?

      Please call us and read out the code. We look at it together.


      IS THIS LETTER REALLY FROM US?

      Your code is

          H7KM-3RTX

      Call the number on your bill and read it out. Or type

          northlight.example/check

      into a browser yourself and enter it there. Nothing in this letter needs
      a click.


      Kind regards,
      the care desk at Northlight Broadband


      northlight.example/check
      Deutsch, Türkçe, Polski, Українська, العربية

      This letter has no link, no picture and no attachment. We never ask for
      a password or a payment.
      "
    `);
  });

  it.each([
    ['cleaned', /^Thank you to whoever looked after the device\./],
    ['safety', /^You told us that health, an alarm or someone’s safety depends on this connection\. So we opened it/],
    ['unanswered', /^You told us that it is put right\. A person at our desk was to look at it within a day, and did not/],
    ['appeal', /^You told us that this is not you\. A person at our desk was to look at it within a day, and did not/],
    ['ended', /^We hold something back for a few days at most\. They are over/],
    ['mistaken', /^Part of what we went by did not come from your connection\..*We are sorry\./],
    ['ours', /^We decided to open your connection\./],
    [null, /^We decided to open your connection\./],
  ] as const)('of its end, when %s, thanks nobody for what they did not do', (release, words) => {
    const text = letters.write('released', aMatter({ ...HELD, release }), 'en-GB', NOW).text.replace(/\s+/g, ' ');
    const said = text.slice(text.indexOf('Hello, ') + 7);
    expect(said).toMatch(words);
    expect(said.includes('Thank you')).toBe(release === 'cleaned');
    expect(said).toContain('The network confirmed today at 11:33 UK time that nothing is held back any more.');
  }); // prettier-ignore

  it('that was held by mistake asks pardon for that as well, and says what the network confirmed', () => {
    const plainly = (facts: Partial<Matter>): string =>
      letters.write('correction', aMatter({ ...HELD, ...facts }), 'en-GB', NOW).text.replace(/\s+/g, ' ');
    expect(plainly({ releasedAt: null })).toContain('we also held something back on your connection. We have told the network to open it');
    expect(plainly({})).toContain('The network confirmed today at 11:33 UK time that nothing is held back');
    expect(plainly({ heldSince: null })).not.toContain('held something back');
  }); // prettier-ignore

  it('of its beginning reads like a letter', () => {
    expect(letters.write('confined', aMatter(HELD), 'en-GB', NOW).text).toMatchInlineSnapshot(`
      "NORTHLIGHT BROADBAND
      0808 157 0142, as on your bill

      Thursday 12 November 2026


      WE HOLD SOMETHING BACK WHILE A DEVICE IS BEING MISUSED

      Hello,

      A device in your home is still being misused by others. It is probably a
      camera or a video recorder. We last saw signs of it today at 09:41 UK
      time. This happens in many homes, and you can put it right in about ten
      minutes.

      For now we hold back a few internet addresses: those that steer the
      misuse. This began today at 11:20 UK time.


      WHAT STILL WORKS

      Phone calls, emergency numbers, television and almost all of the
      internet.


      DOES HEALTH, AN ALARM OR SOMEONE’S SAFETY DEPEND ON THIS CONNECTION?

      Please press the button for it on our help page, or call us. We open
      everything straight away and ask afterwards.


      DO YOU THINK WE ARE MISTAKEN?

      Please call us and read out the code. A person here looks at it again.


      IS THIS LETTER REALLY FROM US?

      Your code is

          H7KM-3RTX

      Call the number on your bill and read it out. Or type

          northlight.example/check

      into a browser yourself and enter it there. Nothing in this letter needs
      a click.


      WHAT TO DO

      1. Unplug the camera or recorder for one minute.

      2. Change its password, in its own menu or app.

      3. Update its software, in the same place.

      4. Close its way in from outside: switch off port forwarding and UPnP in
         your router.

      No update to be found? Leave the device unplugged. That counts too. If
      you have no camera, any other device in your home may be the one.


      WHAT HAPPENS NEXT

      Once you have done the steps, you can end it yourself. Open any web page
      on this connection, or type the address above, and press the button
      there. Or call us.

      It lasts 7 days at most, and then ends by itself.

      When we no longer see it, we write and say so.


      FOR TECHNICIANS

      Kind:       Mirai family, a bot for cameras and recorders
      Last seen:  12 November 2026, 09:41:07 UTC
      Look for:   outgoing TCP to ports 23 and 2323
      Held back:  known control servers only; voice, DNS, NTP and IPsec pass,
                  and nothing is decrypted or forged


      Kind regards,
      the care desk at Northlight Broadband


      northlight.example/check
      Deutsch, Türkçe, Polski, Українська, العربية

      This letter has no link, no picture and no attachment. We never ask for
      a password or a payment.
      "
    `);
  });
});

describe('the brands file', () => {
  it('is asked for by name when it is not there', async () => {
    await expect(loadBrands(new URL('nowhere.json', ASSETS))).rejects.toThrow(Refused);
  });
});

/** What a reader sees of the HTML, block by block. */
function sentences(html: string): readonly string[] {
  return html
    .replace(
      /<style>[\s\S]*?<\/style>|<title>.*?<\/title>|<div style="display:none.*?<\/div>|<!--[\s\S]*?-->/g,
      '',
    )
    .replace(/<\/(p|h1|h2|td|th|span)>|<br>/g, (tag) => (tag === '</span>' ? '' : '\n'))
    .replace(/<[^>]+>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .split(/[\n·]/)
    .map((line) => line.trim())
    .filter((line) => /\p{L}|\p{N}/u.test(line));
}

/** Tags that are not closed in their order. */
function unclosed(html: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const plain = html.replace(/<!--[\s\S]*?-->|<!doctype html>/g, '').replace(/<style>[\s\S]*?<\/style>/g, '');
  for (const [, end, tag = ''] of plain.matchAll(/<(\/?)([a-z0-9]+)\b(?:[^<>"]|"[^"<>]*")*>/g)) {
    if (['meta', 'br'].includes(tag)) continue;
    if (end === '') open.push(tag);
    else if (open.pop() !== tag) wrong.push(tag);
  }
  return [...wrong, ...open];
}
