import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import type { ThreatClass } from '@lazaret/kernel';

import { chooseAdvice, readAdviceBook } from './choose-advice.js';

const book = readAdviceBook(
  JSON.parse(readFileSync(new URL('../assets/advice.json', import.meta.url), 'utf8')),
);

describe('choosing advice', () => {
  const cases: [ThreatClass, string | null, string | null, string | null, string, string | null][] = [
    ['infected', 'mirai', 'mirai', 'infected-system', 'camera', 'Mirai'],
    ['infected', ' Mirai ', null, null, 'camera', 'Mirai'],
    ['infected', 'android.badbox2', null, null, 'tv-box', 'BadBox'],
    ['infected', 'android.badbox.new', null, null, 'tv-box', 'BadBox'],
    ['infected', 'android.unheard', null, null, 'phone', 'android unheard'],
    ['infected', 'zeroaccess', 'b68-zeroaccess-2-32bit', null, 'computer', 'ZeroAccess'],
    ['infected', null, 'avalanche-andromeda', null, 'computer', 'Andromeda'],
    ['infected', 'caphaw', 'caphaw', null, 'computer', 'Caphaw'],
    ['infected', 'never-heard-of', null, null, 'any', 'never-heard-of'],
    ['infected', null, null, null, 'any', null],
    ['infected', 'ssh-brute-force', 'ssh-brute-force', null, 'any', null],
    ['vulnerable', null, 'dns-open-resolver', 'vulnerable-system', 'open-dns', null],
    ['vulnerable', null, 'open-rdp', 'vulnerable-system', 'open-remote-desktop', null],
    ['vulnerable', null, 'open-smb', 'vulnerable-system', 'open-files', null],
    ['vulnerable', null, 'open-telnet', 'vulnerable-system', 'open-management', null],
    ['vulnerable', null, 'ntp-monitor', 'vulnerable-system', 'open-amplifier', null],
    ['vulnerable', null, 'ssl-poodle', 'weak-crypto', 'open-any', null],
    ['vulnerable', 'mirai', null, null, 'open-any', null],
    ['abusive', null, 'honeypot-rdp-scan', 'scanner', 'abuse-scan', null],
    ['abusive', null, null, 'brute-force', 'abuse-scan', null],
    ['abusive', null, null, 'ddos', 'abuse-flood', null],
    ['abusive', null, null, 'phishing', 'abuse-any', null],
  ];
  it.each(cases)('%s %j %j %j: %s', (threat, malware, identifier, type, advice, family) => {
    expect(chooseAdvice(book, { class: threat, malware, identifier, type })).toEqual({ advice, family });
  });

  it('never repeats what a feed wrote unless it is plain', () => {
    const malware = '<b>{{x}}</b>\r\nhttps://evil.example/‮?a=1';
    const { family } = chooseAdvice(book, { class: 'infected', malware, identifier: null, type: null });
    expect(family).toMatch(/^[\p{L}\p{N} _+-]{1,40}$/u);
  });
});
