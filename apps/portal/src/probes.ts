// How operating systems look whether they are online, as of 2026-11-24. Their makers change this; look again when that day
// is long past.

/** A plain request to a known name. This answer, exactly, means: online. Being led elsewhere means: there is a page to see. */
export interface Probe {
  readonly system: string;
  readonly host: string;
  readonly path: string;
  readonly status: 200 | 204;
  readonly type?: string;
  readonly body: string;
  readonly header?: readonly [string, string];
}

const APPLE = '<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>';
const FIREFOX = '<meta http-equiv="refresh" content="0;url=https://support.mozilla.org/kb/captive-portal"/>';
const ONLINE = ['X-NetworkManager-Status', 'online'] as const;

const html = { status: 200, type: 'text/html' } as const;
const text = { status: 200, type: 'text/plain' } as const;
const nothing = { status: 204, body: '' } as const;

export const PROBES: readonly Probe[] = [
  { system: 'apple', host: 'captive.apple.com', path: '/hotspot-detect.html', ...html, body: APPLE },
  { system: 'apple', host: 'www.apple.com', path: '/library/test/success.html', ...html, body: APPLE },
  { system: 'android', host: 'connectivitycheck.gstatic.com', path: '/generate_204', ...nothing },
  { system: 'android', host: 'www.google.com', path: '/gen_204', ...nothing },
  { system: 'android', host: 'www.google.com', path: '/generate_204', ...nothing },
  { system: 'android', host: 'play.googleapis.com', path: '/generate_204', ...nothing },
  { system: 'chrome', host: 'www.gstatic.com', path: '/generate_204', ...nothing },
  { system: 'windows', host: 'www.msftconnecttest.com', path: '/connecttest.txt', ...text, body: 'Microsoft Connect Test' }, // prettier-ignore
  { system: 'windows', host: 'ipv6.msftconnecttest.com', path: '/connecttest.txt', ...text, body: 'Microsoft Connect Test' }, // prettier-ignore
  { system: 'windows', host: 'www.msftncsi.com', path: '/ncsi.txt', ...text, body: 'Microsoft NCSI' },
  { system: 'firefox', host: 'detectportal.firefox.com', path: '/canonical.html', ...html, body: FIREFOX },
  { system: 'firefox', host: 'detectportal.firefox.com', path: '/success.txt', ...text, body: 'success\n' },
  { system: 'gnome', host: 'nmcheck.gnome.org', path: '/check_network_status.txt', ...text, body: 'NetworkManager is online\n', header: ONLINE }, // prettier-ignore
  { system: 'debian', host: 'network-test.debian.org', path: '/nm', ...text, body: 'NetworkManager is online\n', header: ONLINE }, // prettier-ignore
  { system: 'fedora', host: 'fedoraproject.org', path: '/static/hotspot.txt', ...text, body: 'OK' },
  { system: 'ubuntu', host: 'connectivity-check.ubuntu.com', path: '/', ...nothing, header: ONLINE },
  { system: 'kde', host: 'networkcheck.kde.org', path: '/', ...text, body: 'OK\n' },
];

/** @param url as it stands in the request line; what is asked with it does not matter */
export function findProbe(host: string, url: string): Probe | undefined {
  const path = url.split(/[?#]/, 1)[0];
  return PROBES.find((probe) => probe.host === host && probe.path === path);
}
