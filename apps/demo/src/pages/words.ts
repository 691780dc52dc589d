import type { LineClass, Outcome, Role, ThreatClass } from '@lazaret/kernel';

import { plain } from './say.js';

/** What the ledger can answer, for somebody who has never heard of it (docs/language.md). */
export const ANSWERS: Readonly<Record<Outcome, string>> = {
  line: 'one line had the address, and the port, at that second',
  'needs-port': 'many lines share the address, and the report names no source port',
  ambiguous: 'more than one line may have had it, or the records have a gap there',
  pending: 'newer than the records; asked again by itself',
  'no-lease': 'ours, and nobody had it then',
  expired: 'older than the records we keep',
  delegated: 'somebody else’s block, who has an abuse desk of their own',
  foreign: 'a roaming user, another provider’s customer',
  own: 'our own equipment',
  'not-ours': 'in no block of ours',
};

export const CLASSES: Readonly<Record<ThreatClass, string>> = {
  infected: 'infected',
  vulnerable: 'open to strangers',
  abusive: 'disturbs others',
};

export const LINES: Readonly<Record<LineClass, string>> = {
  residential: 'a home',
  business: 'a business',
  shared: 'a hotel or hotspot',
  wholesale: 'another provider’s customer',
  protected: 'a protected line',
  unknown: 'a line of unknown kind',
};

export const ROLES: Readonly<Record<Role, string>> = {
  actor: 'the row carries the address of who did it',
  victim: 'the row carries the address of who was attacked',
  host: 'the row carries the address of what was found open or abused',
  resolver: 'the row carries the address of who asked a name for somebody else',
  unknown: 'the row does not say whose address it carries',
};

const LETTERS: Readonly<Record<string, string>> = {
  first: 'first letter',
  'business-first': 'first letter to a business',
  reminder: 'reminder',
  vulnerable: 'letter about an open service',
  abusive: 'letter about what disturbs others',
  'no-longer-seen': '“we no longer see it”',
  correction: 'correction',
  confined: 'letter about the garden',
  released: 'letter that it is open again',
};
const LANGUAGES: Readonly<Record<string, string>> = { en: 'English', de: 'German' };
const REPORTS: Readonly<Record<string, string>> = {
  event4_sinkhole: 'Calls to a sinkhole, IPv4',
  event6_sinkhole: 'Calls to a sinkhole, IPv6',
  event4_honeypot_brute_force: 'Attacks on a honeypot',
  scan_dns: 'Open DNS resolvers',
  scan_telnet: 'Open Telnet',
  compromised_website: 'Compromised websites',
};
const TROUBLES: Readonly<Record<string, string>> = {
  'android.badbox2': 'Badbox 2',
  'compromised-website': 'Compromised website',
  'dns-open-resolver': 'Open DNS resolver',
  'open-telnet': 'Open Telnet',
  'ssh-brute-force': 'Password guessing (SSH)',
};

export const letterName = (template: string): string => LETTERS[template] ?? plain(template).toLowerCase();
export const languageName = (locale: string): string => LANGUAGES[locale.split('-')[0] ?? ''] ?? locale;
export const reportName = (type: string): string => REPORTS[type] ?? plain(type);
/** Malware, or what was found, as people write it. */
export const troubleName = (name: string): string => TROUBLES[name] ?? plain(name);
