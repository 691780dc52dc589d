import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { detail } from './accounting.js';
import { House, until } from './house.js';
import { addressOf, codeOf, NOW, seedPeople, type PersonName } from './portal-people.js';

/** Who must not be told what, and what must not happen: the portal as somebody treats it who means no good. */
const NOBODY = '203.0.113.99';
const SHARED = '192.0.2.1';
const MOVED = '198.18.10.7';
const PLAN = ['198.18.10.0/24,pool,,', '192.0.2.0/28,cgnat,,'];
const before = (seconds: number): string => new Date(Date.parse(NOW) - seconds * 1_000).toISOString();

let house: House;
let origin: URL;
/** The same portal without a proxy in front: visitors are the other end of the connection. */
let direct: URL;

beforeAll(async () => {
  house = await House.open();
  await seedPeople(house, PLAN);
  await account([
    // Two lines behind one address, each with its ports.
    { kind: 'Start', user: 'told', at: before(7_200), address: SHARED, ports: [1024, 2047] },
    { kind: 'Start', user: 'confined', at: before(7_200), address: SHARED, ports: [2048, 3071] },
    { kind: 'Start', user: 'confined', at: before(3_600), address: MOVED },
    { kind: 'Interim-Update', user: 'told', at: before(30), address: SHARED, ports: [1024, 2047] },
    { kind: 'Interim-Update', user: 'confined', at: before(30), address: SHARED, ports: [2048, 3071] },
    { kind: 'Interim-Update', user: 'confined', at: before(30), address: MOVED },
  ]);
  await house.must('ledger', 'import', '--format', 'prefixes', await house.file('pools.csv', ['prefix,class', '198.18.10.0/24,pool', '192.0.2.0/28,cgnat', ''].join('\n'))); // prettier-ignore
  origin = new URL((await house.portal()).url);
  direct = new URL((await house.portal({ LAZARET_PORTAL_TRUST_PROXY: '' })).url);
});
afterAll(() => house?.close());
beforeEach(async () => {
  made.clear();
  for (const { id } of await house.rows<{ id: string }>('select id from portal.request')) made.add(id);
});

const made = new Set<string>();
/** What was asked for since this test began. */
async function asked(): Promise<{ kind: string; ref: string; via: string }[]> {
  const rows = await house.rows<{ id: string; kind: string; ref: string; via: string }>(
    'select r.id, r.kind, l.ref, r.via from portal.request r join directory.line l on l.id = r.line_id order by r.id',
  );
  return rows.filter(({ id }) => !made.has(id)).map(({ kind, ref, via }) => ({ kind, ref, via }));
}

async function account(records: Parameters<typeof detail>[0]): Promise<void> {
  const path = await house.file(`detail-${Math.random()}`, detail(records));
  await house.must('ledger', 'import', '--format', 'freeradius-detail', '--interim', '21600', path);
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function send(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string; to?: URL } = {},
): Promise<Answer> {
  const { method = options.body === undefined ? 'GET' : 'POST', headers = {}, body, to = origin } = options;
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((done, failed) => {
    const sent = httpRequest(
      {
        host: to.hostname,
        port: to.port,
        path,
        method,
        headers: { ...(body === undefined ? {} : type), ...headers },
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    sent.on('error', failed);
    sent.end(body);
  });
}

const from = (address: string, port = 40_000): Record<string, string> => ({
  forwarded: `for="${address}:${port}"`,
});
const as = (who: PersonName): Record<string, string> => from(addressOf(who));
const title = ({ text }: Answer): string => /<h1>(.*?)<\/h1>/s.exec(text)?.[1]?.replace(/<.*?>/g, ' ') ?? '';

/** The form of a page that asks for `kind`, as a browser would send it. */
function formOf({ text }: Answer, kind: string): string {
  const form = text.match(/<form.*?<\/form>/gs)?.find((one) => one.includes(`value="${kind}"`)) ?? '';
  const fields = [...form.matchAll(/name="(t|code)" value="([^"]*)"/g)].map(
    ([, name, value]) => [name, value] as [string, string],
  );
  return new URLSearchParams([...fields, ['kind', kind]]).toString();
}

describe('who does not belong to an address', () => {
  const NOTHING = /H7KM|Mirai|steer the misuse|being misused|camera/;

  it.each([
    ['an address nobody holds', from(NOBODY)],
    ['no address at all', { forwarded: 'for=unknown' }],
    ['a header that is not one', { forwarded: 'for="198.18.9.7' }],
    ['an address many share, without a port', { forwarded: `for=${SHARED}` }],
    ['a port that nobody has', from(SHARED, 60_000)],
    ['two headers that disagree', { ...as('confined'), 'x-forwarded-for': NOBODY }],
    ['a list from outside', { forwarded: `for=${addressOf('confined')}, for=${NOBODY}` }],
  ])('%s sees the neutral page, and can ask for nothing', async (_what, headers) => {
    const page = await send('/', { headers });
    expect(title(page)).toBe('We cannot tell which connection you are on.');
    expect(page.text).not.toMatch(NOTHING);
    // Not even with a form of somebody's.
    const form = formOf(await send('/', { headers: as('confined') }), 'cleaned');
    const answer = await send('/ask', { headers, body: form });
    expect(answer.status).toBe(403);
    expect(answer.text).not.toMatch(NOTHING);
    expect(await asked()).toEqual([]);
    const captive = await send('/captive-portal/api', { headers });
    expect(JSON.parse(captive.text)).toEqual({ captive: false });
  });

  it.each<Record<string, string>>([
    { forwarded: `for=${addressOf('confined')}` },
    { 'x-forwarded-for': addressOf('confined') },
  ])('without a proxy nobody is believed who says %j', async (headers) => {
    const page = await send('/', { headers, to: direct });
    expect(title(page)).toBe('We cannot tell which connection you are on.');
    expect(page.text).not.toMatch(NOTHING);
  });

  it('behind a shared address each port is its own line', async () => {
    const [told, confined] = [
      await send('/', { headers: from(SHARED, 1_500) }),
      await send('/', { headers: from(SHARED, 2_500) }),
    ];
    expect(told.text).toContain(codeOf('told'));
    expect(confined.text).toContain(codeOf('confined'));
    expect(told.text).not.toContain('Held back');
    // A form goes from one connection to the next of the same line, not to the neighbour.
    expect((await send('/ask', { headers: from(SHARED, 2_501), body: formOf(told, 'call') })).status).toBe(
      403,
    );
    expect((await send('/ask', { headers: from(SHARED, 1_999), body: formOf(told, 'call') })).status).toBe(
      303,
    );
    expect(await asked()).toEqual([{ kind: 'call', ref: 'told', via: 'address' }]);
  });

  it('an address that changed hands a second ago tells neither, and takes nothing', async () => {
    const page = await send('/', { headers: from(MOVED) });
    expect(title(page)).toBe('A device in your home is being misused by others.');
    const form = formOf(page, 'cleaned');
    const held = await send('/captive-portal/api', { headers: from(MOVED) });
    expect(JSON.parse(held.text)).toMatchObject({ captive: true });

    await account([
      { kind: 'Stop', user: 'confined', at: before(2), address: MOVED },
      { kind: 'Start', user: 'well', at: before(1), address: MOVED },
    ]);
    for (const headers of [from(MOVED)]) {
      const after = await send('/', { headers });
      expect(title(after)).toBe('We cannot tell which connection you are on.');
      expect(after.text).not.toMatch(NOTHING);
      expect((await send('/ask', { headers, body: form })).status).toBe(403);
      expect(JSON.parse((await send('/captive-portal/api', { headers })).text)).toEqual({ captive: false });
    }
    expect(await asked()).toEqual([]);
    // The newcomer, once it is beyond doubt.
    await house.clock(new Date(Date.parse(NOW) + 60_000).toISOString());
    expect(title(await send('/', { headers: from(MOVED) }))).toBe('We have nothing to tell you.');
    expect((await send('/ask', { headers: from(MOVED), body: form })).status).toBe(403);
    expect(await asked()).toEqual([]);
  });
});

describe('a form', () => {
  it('counts once, and a second time shows so', async () => {
    const form = formOf(await send('/', { headers: as('business') }), 'cleaned');
    const first = await send('/ask', { headers: as('business'), body: form });
    expect(first.status).toBe(303);
    expect(first.headers.location).toMatch(/^\/asked\?n=[0-9a-f-]{36}$/);
    expect(title(await send(first.headers.location ?? '', { headers: as('business') }))).toBe(
      'Thank you for looking after it.',
    );
    const again = await send('/ask', { headers: as('business'), body: form });
    expect([again.status, title(again)]).toEqual([409, 'We have that already.']);
    expect(await asked()).toEqual([{ kind: 'cleaned', ref: 'business', via: 'address' }]);
    // What became of it is told to whoever sent it, on his own connection.
    const spied = await send(first.headers.location ?? '', { headers: from(NOBODY) });
    expect([spied.status, spied.headers.location]).toEqual([303, '/']);
  });

  it('is good for one kind, one address, one case, and not from elsewhere', async () => {
    const form = new URLSearchParams(formOf(await send('/', { headers: as('confined') }), 'cleaned'));
    const t = form.get('t') ?? '';
    const tries: [body: string, headers: Record<string, string>, status: number][] = [
      [`t=${t}&kind=safety`, as('confined'), 403],
      [`t=${t}&kind=cleaned`, as('strict'), 403],
      [`t=${t}&kind=cleaned&code=${codeOf('strict')}`, as('confined'), 403],
      [`kind=cleaned`, as('confined'), 403],
      [`t=&kind=cleaned`, as('confined'), 403],
      [`t=${t.slice(0, -4)}AAAA&kind=cleaned`, as('confined'), 403],
      [`t=${t}&kind=terminate`, as('confined'), 400],
      ['', as('confined'), 400],
      [form.toString(), { ...as('confined'), 'sec-fetch-site': 'cross-site' }, 403],
    ];
    for (const [body, headers, status] of tries) {
      const answer = await send('/ask', { headers, body });
      expect([body.slice(-40), answer.status]).toEqual([body.slice(-40), status]);
      expect(answer.text).toContain('0800 555 0100');
    }
    expect(await asked()).toEqual([]);
  });

  it('is nothing that a link can send', async () => {
    const form = formOf(await send('/', { headers: as('confined') }), 'cleaned');
    for (const method of ['GET', 'HEAD']) {
      const answer = await send(`/ask?${form}`, { method, headers: as('confined') });
      expect([answer.status, answer.headers.location]).toEqual([303, '/']);
    }
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect((await send(`/ask?${form}`, { method, headers: as('confined') })).status).toBeLessThan(500);
    expect(await asked()).toEqual([]);
  });

  it('may come as a form and as nothing else', async () => {
    const json = { ...as('confined'), 'content-type': 'application/json' };
    expect((await send('/ask', { headers: json, body: '{"kind":"cleaned"}' })).status).toBe(400);
    expect(
      (await send('/ask', { headers: as('confined'), body: `kind=cleaned&t=${'x'.repeat(10_000)}` })).status,
    ).toBe(400);
    expect(await asked()).toEqual([]);
  });

  it('six times an hour the database takes it; then it says that it has it', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 7; i++) {
      const page = await send('/', { headers: as('abusive') });
      answers.push((await send('/ask', { headers: as('abusive'), body: formOf(page, 'call') })).status);
    }
    expect(answers).toEqual([303, 303, 303, 303, 303, 303, 429]);
  });
});

describe('a code', () => {
  it('of another line is refused at a known address, and never says whether it exists', async () => {
    const answers: string[] = [];
    for (const typed of [codeOf('confined'), 'AAAA-AAAA']) {
      const page = await send('/safety', { headers: as('vulnerable') });
      const t = /name="t" value="([^"]*)"/.exec(page.text)?.[1] ?? '';
      // The page has no field for one where the address is known; somebody writes it himself.
      const answer = await send('/ask', { headers: as('vulnerable'), body: new URLSearchParams({ t, kind: 'safety', code: typed }).toString() }); // prettier-ignore
      answers.push(`${answer.status} ${title(answer)}`);
    }
    expect(answers[0]).toBe(answers[1]);
    expect(answers[0]).toMatch(/^403/);
    expect(await asked()).toEqual([]);
  });

  it('from a check page helps to safety and a call, where nobody is known', async () => {
    const yes = await send('/check', {
      headers: from('203.0.113.7'),
      body: `typed=${codeOf('strict').toLowerCase()}`,
    });
    expect(title(yes)).toBe('Yes, we sent this.');
    expect(yes.text).not.toMatch(/strict|camera|198\.18|Mirai/);
    expect(yes.text).not.toContain('value="cleaned"');
    expect((await send('/ask', { headers: from('203.0.113.7'), body: formOf(yes, 'safety') })).status).toBe(
      303,
    );
    // The same form from the neighbour's, who has a line of his own.
    expect((await send('/ask', { headers: as('told'), body: formOf(yes, 'call') })).status).toBe(403);
    expect(await asked()).toEqual([{ kind: 'safety', ref: 'strict', via: 'code' }]);
  });

  it('may be tried ten times an hour', async () => {
    const tries: Answer[] = [];
    for (let i = 0; i < 11; i++)
      tries.push(await send('/check', { headers: from('203.0.113.8'), body: 'typed=AAAA-AAAA' }));
    expect(tries.map(({ status }) => status)).toEqual([...Array<number>(10).fill(200), 429]);
    expect(Number(tries.at(-1)?.headers['retry-after'])).toBeGreaterThan(3_000);
    expect(tries.at(-1)?.text).toContain('60 minutes');
  });

  it('is answered in the same time, ours or not', async () => {
    for (const typed of [codeOf('told'), 'AAAA-AAAA']) {
      const since = performance.now();
      await send('/check', { headers: from('203.0.113.9'), body: `typed=${typed}` });
      expect(performance.now() - since).toBeGreaterThan(195);
    }
  });
});

it('every answer carries the same headers, and none says what made it', async () => {
  const answers = await Promise.all([
    send('/', { headers: as('confined') }),
    send('/nowhere'),
    send('/%'),
    send('/ask'),
    send('/ask', { body: 'kind=x' }),
    send('/check', { headers: { 'content-type': 'text/xml' }, body: '<a/>' }),
    send('/captive-portal/api'),
    send('/generate_204', { headers: { host: 'connectivitycheck.gstatic.com' } }),
    send('/secret?password=1', { headers: { host: 'shop.example' } }),
  ]);
  for (const { headers } of answers) {
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['cache-control']).toMatch(/no-store/);
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(server|x-powered-by|set-cookie|etag|access-control.*)$/)])); // prettier-ignore
  }
  const css = await send('/style.css');
  expect([css.headers['content-type'], css.headers['cache-control']]).toEqual(['text/css; charset=utf-8', 'public, max-age=86400']); // prettier-ignore
});

describe('devices that look for themselves', () => {
  const api = (who: PersonName, accept = 'application/captive+json'): Promise<Answer> =>
    send('/captive-portal/api', { headers: { ...as(who), accept } });

  it('the captive portal API says who is held, once in the leaky garden', async () => {
    const { status, headers, text } = await api('confined');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/captive+json',
      'cache-control': 'private, no-store',
    });
    expect(JSON.parse(text)).toEqual({
      captive: true,
      'user-portal-url': origin.href,
      'can-extend-session': false,
    });
    for (const who of ['told', 'well', 'released', 'called', 'opening', 'waiting'] as const)
      expect([who, JSON.parse((await api(who)).text)]).toMatchObject([who, { captive: false }]);
    expect(JSON.parse((await api('strict')).text)).toMatchObject({ captive: true });
    expect(JSON.parse((await api('confined', '*/*')).text)).toMatchObject({ captive: true });
  });

  it('a person who opens it in a browser is led to the page', async () => {
    const { status, headers } = await api('confined', 'text/html,application/xhtml+xml,*/*;q=0.8');
    expect([status, headers.location, headers['cache-control']]).toEqual([
      302,
      origin.href,
      'private, no-store',
    ]);
  });

  it('who polls too fast is told to wait', async () => {
    const polls = await Promise.all(Array.from({ length: 61 }, () => api('desk')));
    const refused = polls.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
  });

  it.each([
    ['captive.apple.com', '/hotspot-detect.html', 200, '<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>'],
    ['www.apple.com', '/library/test/success.html', 200, '<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>'],
    ['connectivitycheck.gstatic.com', '/generate_204', 204, ''],
    ['www.google.com', '/gen_204', 204, ''],
    ['play.googleapis.com', '/generate_204', 204, ''],
    ['www.gstatic.com', '/generate_204', 204, ''],
    ['www.msftconnecttest.com', '/connecttest.txt', 200, 'Microsoft Connect Test'],
    ['www.msftncsi.com', '/ncsi.txt', 200, 'Microsoft NCSI'],
    ['detectportal.firefox.com', '/canonical.html', 200, '<meta http-equiv="refresh" content="0;url=https://support.mozilla.org/kb/captive-portal"/>'],
    ['detectportal.firefox.com', '/success.txt?ipv4', 200, 'success\n'],
    ['nmcheck.gnome.org', '/check_network_status.txt', 200, 'NetworkManager is online\n'],
    ['connectivity-check.ubuntu.com', '/', 204, ''],
  ])('the probe of %s%s succeeds where nothing is held, and leads to the page where it is', async (host, path, status, body) => {
    const free = await send(path, { headers: { ...as('told'), host } });
    expect([free.status, free.text]).toEqual([status, body]);
    expect((await send(path, { headers: { ...from(NOBODY), host } })).status).toBe(status);
    const held = await send(path, { headers: { ...as('confined'), host: `${host}:80` } });
    expect([held.status, held.headers.location]).toEqual([302, origin.href]);
  }); // prettier-ignore

  it('whatever else was led here is led to the page, and on its way tells nothing', async () => {
    for (const [method, path] of [['GET', '/a/b?c=d'], ['POST', '/login'], ['HEAD', '/'], ['OPTIONS', '*'], ['GET', 'http://shop.example/x']] as const) {
      const answer = await send(path, { method, headers: { ...as('confined'), host: 'shop.example' } });
      expect([method, answer.status, answer.headers.location]).toEqual([method, 302, origin.href]);
    }
  }); // prettier-ignore
});

describe('requests that are none', () => {
  /** Sends bytes as they are. @returns the status of the answer; 0: the connection was closed without one */
  function raw(bytes: string | Buffer): Promise<number> {
    return new Promise((done, failed) => {
      const socket = connect(Number(origin.port), origin.hostname);
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString('latin1')));
      socket.on('close', () => done(Number(/^HTTP\/1\.\d (\d{3})/.exec(text)?.[1] ?? 0)));
      socket.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ECONNRESET' ? done(0) : failed(error),
      );
      socket.end(bytes);
    });
  }
  const head = `Host: ${'127.0.0.1'}\r\nConnection: close\r\n`;

  it.each([
    ['a broken escape', `GET /%zz HTTP/1.1\r\n${head}\r\n`],
    ['a broken query', `GET /?lang=%&n[]=1&n=2&__proto__=x HTTP/1.1\r\n${head}\r\n`],
    ['bytes above ASCII', Buffer.from(`GET /\xff\xfe HTTP/1.1\r\n${head}\r\n`, 'latin1')],
    ['a very long path', `GET /${'a'.repeat(5_000)} HTTP/1.1\r\n${head}\r\n`],
    ['a very long header', `GET / HTTP/1.1\r\n${head}X: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['two hosts', `GET / HTTP/1.1\r\nHost: a\r\n${head}\r\n`],
    ['a host that is none', `GET / HTTP/1.1\r\nHost: <script>\r\nConnection: close\r\n\r\n`],
    ['no host', 'GET / HTTP/1.0\r\n\r\n'],
    ['a method nobody knows', `BREW / HTTP/1.1\r\n${head}\r\n`],
    ['CONNECT', `CONNECT shop.example:443 HTTP/1.1\r\nHost: shop.example:443\r\n\r\n`],
    ['a hand-shake of TLS', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03])],
    ['a path without a slash', `GET nonsense HTTP/1.1\r\n${head}\r\n`],
    ['a length that lies', `POST /ask HTTP/1.1\r\n${head}Content-Length: 5\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nab`],
    ['two lengths', `POST /ask HTTP/1.1\r\n${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['an upgrade', `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`],
  ])('%s gets a clean answer, never a 5xx', async (_what, bytes) => {
    const status = await raw(bytes);
    expect(status === 0 || (status >= 200 && status < 500)).toBe(true);
  }); // prettier-ignore
});

describe('when PostgreSQL', () => {
  const LOGIN = 'lazaret_portal_login';
  const cut = (): Promise<object[]> =>
    house.rows('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [LOGIN]);
  const settled = async (status: number): Promise<Answer> =>
    until(() => send('/', { headers: as('confined') }), (answer) => answer.status === status, 20); // prettier-ignore

  it('only reads, the pages are there, and a button says whom to call', async () => {
    await house.rows(`alter role ${LOGIN} set default_transaction_read_only = on`);
    await cut();
    const page = await settled(200);
    const answer = await send('/ask', { headers: as('confined'), body: formOf(page, 'cleaned') });
    expect([answer.status, title(answer)]).toEqual([503, 'We cannot look it up just now.']);
    expect(answer.text).toContain('0800 555 0100');
    expect(answer.headers['retry-after']).toBe('60');
    await house.rows(`alter role ${LOGIN} reset default_transaction_read_only`);
    await cut();
    await settled(200);
    expect(await asked()).toEqual([]);
  });

  it('is away, every page says whom to call, devices are left in peace, and it comes back', async () => {
    await house.rows(`alter role ${LOGIN} nologin`);
    await cut();
    const away = await settled(503);
    expect(away.text).toContain('tel:08005550100');
    expect(away.text).toContain('I need this connection for health, alarm or safety');
    expect((await send('/help', { headers: as('confined') })).status).toBe(200);
    expect((await send('/check', { headers: as('confined') })).status).toBe(200);
    expect((await send('/check', { headers: from('203.0.113.10'), body: 'typed=AAAA-AAAA' })).status).toBe(
      503,
    );
    expect(JSON.parse((await send('/captive-portal/api', { headers: as('confined') })).text)).toEqual({
      captive: false,
    });
    const host = 'connectivitycheck.gstatic.com';
    expect((await send('/generate_204', { headers: { ...as('confined'), host } })).status).toBe(204);
    await house.rows(`alter role ${LOGIN} login`);
    await settled(200);
  });
});

it('nothing of all this was written down', () => {
  for (const secret of [
    /198\.18\./,
    /203\.0\.113/,
    /H7KM/i,
    /shop\.example/,
    /password=1/,
    /hotspot/,
    /\/asked/,
    /\?n=/,
  ])
    expect(house.said).not.toMatch(secret);
});
