import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readAccounting } from './accounting-record.js';
import { readDetail } from './testing.js';

const missing = ['freeradius', 'radclient'].find((program) => {
  try {
    return execFileSync('sh', ['-c', `command -v ${program}`]).length === 0;
  } catch {
    return true;
  }
});

const REQUESTS = [
  `Acct-Status-Type = Start, Acct-Session-Id = "0A1B", User-Name = "ali\\"ce", NAS-IP-Address = 192.0.2.1,
   Framed-IP-Address = 203.0.113.7, Delegated-IPv6-Prefix = 2001:db8:ff00::/56, Chargeable-User-Identity = 0x63756931,
   Event-Timestamp = ${Math.floor(Date.now() / 1000) - 45}`,
  `Acct-Status-Type = Interim-Update, Acct-Session-Id = "0A1B", User-Name = "ali\\"ce", NAS-IP-Address = 192.0.2.1,
   Acct-Session-Time = 600, Acct-Delay-Time = 30, Attr-26.2011.161 = 0xc6336409, Attr-26.2011.162 = 0x00000400,
   Attr-26.2011.163 = 0x000007ff, Alc-Nat-Port-Range = "198.51.100.7 1-512", Alc-Nat-Port-Range += "198.51.100.7 1024-1535"`,
  'Acct-Status-Type = Accounting-On, NAS-IP-Address = 192.0.2.1',
].map((text) => text.replace(/\s+/g, ' '));

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

/** Runs a real FreeRADIUS in a folder of its own, sends the requests and gives its detail file. */
async function realDetail(zone: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lazaret-radius-'));
  const port = await freeUdpPort();
  await writeFile(
    join(folder, 'radiusd.conf'),
    `logdir = ${folder}\nradacctdir = ${folder}\nrun_dir = ${folder}\nlibdir = /usr/lib/freeradius
client local {\n ipaddr = 127.0.0.1\n secret = testing123\n}
modules {\n detail {\n  filename = ${folder}/detail\n  header = "%t"\n }\n}
server default {\n listen {\n  type = acct\n  ipaddr = 127.0.0.1\n  port = ${port}\n }\n accounting {\n  detail\n }\n}\n`,
  );
  const server = spawn('freeradius', ['-d', folder, '-n', 'radiusd', '-f', '-l', 'stdout'], {
    env: { ...process.env, TZ: zone },
  });
  try {
    let log = '';
    await new Promise<void>((ready, fail) => {
      server.stdout.on('data', (text: Buffer) => {
        log += text.toString();
        if (log.includes('Ready to process requests')) ready();
      });
      server.once('exit', () => fail(new Error(log)));
    });
    for (const request of REQUESTS)
      execFileSync('radclient', [`127.0.0.1:${port}`, 'acct', 'testing123'], {
        input: request,
        timeout: 10_000,
      });
    return await readFile(join(folder, 'detail'), 'utf8');
  } finally {
    if (server.exitCode === null) {
      server.kill();
      await once(server, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  }
}

describe.skipIf(missing)(
  missing ? `a real FreeRADIUS (skipped: ${missing} not found)` : 'a real FreeRADIUS',
  () => {
    it('writes detail files that are read to the last attribute', { timeout: 30_000 }, async () => {
      const before = Date.now();
      const entries = readDetail(await realDetail('Europe/Amsterdam'));
      const records = entries.map((e) =>
        'record' in e ? readAccounting(e.record, 'Europe/Amsterdam') : e.aside,
      );
      const [start, interim, reset, ...rest] = records;
      expect(rest).toEqual([]);
      expect(start).toMatchObject({
        kind: 'start',
        acctSessionId: '0A1B',
        nas: '192.0.2.1',
        holder: { kind: 'cui', value: 'cui1' },
      });
      expect(interim).toMatchObject({
        kind: 'interim',
        sessionSeconds: 600,
        holder: { kind: 'user-name', value: 'ali"ce' },
      });
      expect(reset).toMatchObject({ kind: 'reset', nas: '192.0.2.1' });
      const held = (record: typeof start) =>
        record && 'held' in record
          ? record.held.map((h) => `${h.prefix.toString()} ${h.ports?.toString() ?? ''}`)
          : [];
      expect(held(start)).toEqual(['203.0.113.7/32 ', '2001:db8:ff00::/56 ']);
      expect(held(interim)).toEqual([
        '198.51.100.9/32 1024-2047',
        '198.51.100.7/32 1-512',
        '198.51.100.7/32 1024-1535',
      ]);
      const [startedAt, heardAt] = [start, interim].map((r) => (r && 'at' in r ? r.at.getTime() : 0));
      expect(Math.abs((startedAt ?? 0) + 45_000 - before)).toBeLessThan(30_000);
      expect(Math.abs((heardAt ?? 0) + 30_000 - before)).toBeLessThan(30_000);
    });
  },
);
