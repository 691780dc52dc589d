import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What FreeRADIUS does with a session, by how its Acct-Session-Id begins; any other session is obeyed. */
const NAS_MOODS = {
  /** NAK 402: what the NAS wants to know is missing. */
  'missing-': 402,
  /** NAK 501. */
  'prohibited-': 501,
  /** NAK 503. */
  'gone-': 503,
  /** NAK 506. */
  'busy-': 506,
  /** NAK 507. */
  'later-': 507,
  /** A NAK without Error-Cause. */
  'no-': null,
  /** No answer. */
  'silent-': undefined,
} as const;

/** A request that FreeRADIUS said yes to, by the names of its dictionaries. */
export interface AcceptedRequest {
  readonly kind: 'CoA-Request' | 'Disconnect-Request';
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

/** A real RADIUS server that plays the BNG: rootless, in a folder of its own, on a free port of this machine. */
export interface FreeRadiusNas {
  readonly address: string;
  readonly port: number;
  readonly secret: string;
  /** In the order they came. An outcome `accepted` means that it is here. */
  accepted(): Promise<readonly AcceptedRequest[]>;
  stop(): Promise<void>;
}

/** Debian keeps it where the PATH of an ordinary user does not look. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`;

/** Why no FreeRADIUS can be started here, or `undefined`. */
export function freeRadiusMissing(): string | undefined {
  try {
    execFileSync('sh', ['-c', 'command -v freeradius'], { stdio: 'ignore', env: { ...process.env, PATH } });
    return undefined;
  } catch {
    return 'freeradius not found';
  }
}

export async function startFreeRadius(secret = 'a secret of many letters'): Promise<FreeRadiusNas> {
  const folder = await mkdtemp(join(tmpdir(), 'lazaret-nas-'));
  const port = await freePort();
  await writeFile(join(folder, 'radiusd.conf'), configuration(folder, port, secret));
  const server = spawn('freeradius', ['-d', folder, '-n', 'radiusd', '-f', '-l', 'stdout'], {
    env: { ...process.env, PATH },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const stop = async (): Promise<void> => {
    await end(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ready(server);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    address: '127.0.0.1',
    port,
    secret,
    accepted: async () => readAccepted(await readFile(join(folder, 'accepted'), 'utf8').catch(() => '')),
    stop,
  };
}

function configuration(folder: string, port: number, secret: string): string {
  const naks = Object.entries(NAS_MOODS).map(([prefix, cause]) => {
    const answer =
      cause === undefined
        ? 'update control {\n &Response-Packet-Type := Do-Not-Respond\n}\nhandled'
        : `${cause === null ? '' : `update reply {\n &Error-Cause := ${cause}\n}\n`}reject`;
    return `if (&Acct-Session-Id =~ /^${prefix}/) {\n${answer}\n}`;
  });
  return `logdir = ${folder}
radacctdir = ${folder}
run_dir = ${folder}
libdir = /usr/lib/freeradius
client local {
  ipaddr = 127.0.0.1
  secret = "${secret}"
}
modules {
  detail {
    filename = ${folder}/accepted
    header = "%t"
  }
  always ok {
    rcode = ok
  }
  always reject {
    rcode = reject
  }
  always handled {
    rcode = handled
  }
}
server nas {
  listen {
    type = coa
    ipaddr = 127.0.0.1
    port = ${port}
  }
  recv-coa {
    if (!&Acct-Session-Id) {
      update reply {
        &Error-Cause := 402
      }
      reject
    }
    ${naks.join('\n')}
    detail
    ok
  }
  send-coa {
    ok
  }
}
`;
}

/** `detail` blocks: a line with the date, then one line an attribute. */
function readAccepted(text: string): readonly AcceptedRequest[] {
  return text
    .split(/\n\n+/)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const attributes = new Map<string, string[]>();
      for (const [, name = '', value = ''] of block.matchAll(/^\t(\S+) = "?(.*?)"?$/gm))
        attributes.set(name, [...(attributes.get(name) ?? []), value]);
      const kind =
        attributes.get('Packet-Type')?.[0] === 'Disconnect-Request' ? 'Disconnect-Request' : 'CoA-Request';
      return { kind, attributes };
    });
}

async function ready(server: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.stdout?.on('data', (text: Buffer) => {
      if (log.length < 100_000) log += text.toString();
      if (log.includes('Ready to process requests')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`FreeRADIUS did not start: ${log}`)));
  });
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const exited = once(server, 'exit');
  server.kill();
  await exited;
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}
