import type { CasePage, CaseRow } from '@lazaret/contracts';

import type { WhenProps } from '../look/When.js';
import type { Words } from '../words/words.js';

const SHORT_NAMES = new Set([
  'dns', 'ntp', 'snmp', 'ssh', 'rdp', 'smb', 'ftp', 'http', 'https', 'ldap', 'mdns', 'ssdp', 'tftp', 'ssl', 'tls', 'vnc', 'ipmi',
  'upnp', 'iot', 'adb', 'sip', 'mqtt', 'cwmp', 'rat',
]); // prettier-ignore

/** A family as people write it: `mirai` → `Mirai`, `android.badbox2` → `Android Badbox2`, `open-dns-resolver` → `Open DNS resolver`. */
export function nameFamily(family: string): string {
  const parts = family.split('.').map((part) =>
    part
      .split(/[-_]/)
      .map((word) => (SHORT_NAMES.has(word.toLowerCase()) ? word.toUpperCase() : word))
      .join(' '),
  );
  return parts.map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`).join(' ');
}

/** What a case is about, in a word or two. */
export function sayWhat({ family, class: kind }: Pick<CaseRow, 'family' | 'class'>, words: Words): string {
  return family === null ? words.cases.unnamed[kind] : nameFamily(family);
}

/** What happens next by itself, and when: `Releases itself in 22 h`, `Ends Sat 11:20`. */
export function sayNext(
  { step, at }: CaseRow['next'],
  words: Words,
  when: (at: string, as: NonNullable<WhenProps['as']>) => string,
): string {
  const said = words.terms.next[step];
  if (at === null) return said;
  return `${said} ${when(at, step === 'releases-itself' ? 'ago' : 'near')}`;
}

/** Which letter, over which channel, and what the mail system said against it. */
export function sayNotice(
  {
    template,
    round,
    channel,
    error,
  }: Pick<CasePage['notices'][number], 'template' | 'round' | 'channel' | 'error'>,
  { cases: { page } }: Words,
): string {
  return [
    page.template[template] ?? template,
    round > 1 ? page.round(round) : null,
    page.channel[channel] ?? channel,
    error,
  ].filter((part) => part !== null).join(', '); // prettier-ignore
}

/** How long a span of the filter is, in words. */
export function sayHours(hours: number, { cases }: Words): string {
  return cases.within[hours] ?? cases.hours(hours);
}
