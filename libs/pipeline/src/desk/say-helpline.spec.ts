import { beforeAll, describe, expect, it } from 'vitest';

import { loadPhrases, type Phrases } from '@lazaret/notices';

import { on } from '../november.contract.js';
import type { DeskLocale } from './asker.js';
import { sayingIn } from './desk-saying.js';
import type { HelpVerdict, Limited } from './judge-helpline.js';
import { sayStillWorks, sayToCaller, sayWhy, type HelpWords } from './say-helpline.js';

let phrases: Phrases;
beforeAll(async () => {
  phrases = await loadPhrases();
});

const BASE: HelpWords = {
  verdict: 'nothing', limited: 'no', class: 'infected', lineClass: 'residential', advice: 'camera', profile: null, television: true,
  protected: false, since: null, endsAt: null, lastSeenAt: on(20, '09:41'), seenSinceRelease: false, wroteAt: on(12, '10:30'),
  cameBack: false, release: null, mistaken: false, asked: null,
}; // prettier-ignore
const HELD = {
  verdict: 'limited',
  limited: 'yes',
  profile: 'leaky',
  since: on(19, '11:20'),
  endsAt: on(26),
} as const;

function say(given: Partial<HelpWords>, locale: DeskLocale = 'en', timeZone = 'Europe/London') {
  const saying = sayingIn(phrases, locale, timeZone, on(20, '10:22'));
  const words = { ...BASE, ...given };
  return {
    why: sayWhy(words, saying),
    works: sayStillWorks(words, saying),
    caller: sayToCaller(words, saying),
  };
}

describe('in English', () => {
  it('limited', () => {
    expect(say(HELD)).toEqual({
      why: 'A device in this home is being misused by others. It is probably a camera or a video recorder. It was last seen today at 09:41 UK time.',
      works: 'Phone calls, emergency numbers, television and almost all of the internet.',
      caller:
        'Your connection is not broken. A device in your home is being misused by others. It is probably a camera or a video recorder. ' +
        'For now we hold back a few internet addresses: those that steer the misuse. Please do this: Unplug the camera or recorder for one minute. ' +
        'Change its password, in its own menu or app. I can open your connection now.',
    });
  });

  it('with a request that nobody has answered', () => {
    const asked = { kind: 'cleaned', at: on(20, '08:00'), releasesAt: on(21, '08:00') } as const;
    expect(say({ ...HELD, asked }).caller).toContain(
      'You told us today at 08:00 UK time that it is put right. If nobody of us answers, it opens by itself on 21 November 2026 at 08:00 UK time.',
    );
  });

  it('nothing is called held back before the network said so', () => {
    const { caller } = say({ ...HELD, limited: 'asked' });
    expect(caller).toMatch(/nothing is held back on your connection at this moment/);
    expect(caller).not.toMatch(/For now we hold back/);
  });

  it('told', () => {
    expect(say({ verdict: 'told', since: on(12, '10:30') }).caller).toBe(
      'We hold nothing back, and your connection works as before. A device in your home is being misused by others. ' +
        'It is probably a camera or a video recorder. We wrote to you about it on 12 November 2026. ' +
        'Please do this: Unplug the camera or recorder for one minute. Change its password, in its own menu or app. ' +
        'When we no longer see it, we write and say so.',
    );
    expect(say({ verdict: 'told', cameBack: true }).caller).toContain('but our letter came back');
  });

  it('released: thanked only who did something', () => {
    const out = { verdict: 'released', since: on(19, '11:20'), profile: 'leaky', release: 'cleaned' } as const;
    expect(say(out).caller).toMatch(
      /^Your connection was opened again yesterday at 11:20 UK time, .* We have not seen it since then\. Thank you/,
    );
    expect(say({ ...out, release: 'ended' }).caller).not.toMatch(/Thank you/);
    expect(say({ ...out, seenSinceRelease: true }).caller).toMatch(/seen signs of it again since then, last today at 09:41/);
    expect(say({ ...out, release: 'mistaken', mistaken: true }).caller).toMatch(/did not come from your connection\. We are sorry/);
  }); // prettier-ignore

  it('clear, or never theirs', () => {
    expect(say({ verdict: 'clear' }).caller).toMatch(
      /^We no longer see it: the last sign reached us today at 09:41/,
    );
    expect(say({ verdict: 'clear', mistaken: true }).caller).toMatch(/^Our letter was a mistake/);
  });

  it('nothing, and what else it can be', () => {
    const { why, works, caller } = say({ class: null, lastSeenAt: null, wroteAt: null });
    expect([why, works]).toEqual([null, null]);
    expect(caller).toMatch(/^We hold nothing back on your connection, and we have sent you nothing in the last 30 days\./);
    expect(say({}).why).toMatch(/Nobody has been told yet/);
  }); // prettier-ignore

  it('noted as needed', () => {
    expect(say({ verdict: 'told', protected: true }).caller).toMatch(
      /We have noted that health or safety depends/,
    );
    expect(say({ ...HELD, protected: true }).caller).not.toMatch(/We have noted/);
  });

  it('a business and its network', () => {
    expect(say({ verdict: 'told', lineClass: 'business' }).caller).toContain('A device in your network');
    expect(say({ verdict: 'told', class: 'vulnerable', advice: 'open-dns' }).caller).toContain(
      'A device on your connection is open to strangers. A name server (DNS), often in a router,',
    );
  });
});

describe('in German', () => {
  it('limited', () => {
    expect(say({ ...HELD, profile: 'strict', television: false }, 'de', 'Europe/Berlin')).toEqual({
      why: 'Ein Gerät in diesem Haushalt wird von anderen missbraucht. Wahrscheinlich ist es eine Kamera oder ein Videorekorder. Zuletzt gesehen wurde es heute um 10:41 Uhr deutscher Zeit.',
      works: 'Telefon, Notruf und die Seiten, die beim Beheben helfen.',
      caller:
        'Ihr Anschluss ist nicht defekt. Ein Gerät bei Ihnen zu Hause wird von anderen missbraucht. Wahrscheinlich ist es eine Kamera oder ein Videorekorder. ' +
        'Vorerst halten wir das Internet an diesem Anschluss zurück, bis auf das, was beim Beheben hilft. Bitte gehen Sie so vor: ' +
        'Nehmen Sie Kamera oder Rekorder eine Minute vom Strom. Setzen Sie ein neues Passwort, im Menü oder in der App des Geräts. ' +
        'Ich kann Ihren Anschluss jetzt wieder öffnen.',
    });
  });

  it('nothing', () => {
    expect(say({ class: null }, 'de', 'Europe/Berlin').caller).toMatch(
      /^Wir halten an Ihrem Anschluss nichts zurück, und wir haben Ihnen in den letzten 30 Tagen nichts geschickt\. Wenn etwas nicht geht/,
    );
  });
});

describe('whatever it is', () => {
  const verdicts: readonly HelpVerdict[] = ['limited', 'told', 'released', 'clear', 'nothing'];
  const standings: readonly Limited[] = ['yes', 'asked', 'ending', 'unsure'];

  it('every advice in every language makes whole sentences', () => {
    for (const locale of ['en', 'de'] as const)
      for (const advice of Object.keys(phrases.languages.get(locale)?.advice ?? {}))
        for (const verdict of verdicts)
          for (const limited of verdict === 'limited' ? standings : (['no'] as const)) {
            const { caller, why } = say({ verdict, limited, advice, profile: 'leaky' }, locale);
            for (const text of [caller, why ?? 'x.']) {
              expect(text).not.toMatch(/[{}]|undefined|null| {2}|\.\./);
              expect(text).toMatch(/[.!?]$/);
            }
          }
  });
});
