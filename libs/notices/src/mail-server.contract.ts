import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** One mail as it arrived at the server. */
export interface Arrived {
  readonly from: string;
  readonly to: string;
  readonly raw: string;
  readonly parsed: ParsedMail;
  readonly connection: string;
  /** Which delivery reports were asked for (RFC 3461), if the server offers them. */
  readonly asked: { readonly ret?: unknown; readonly envid?: unknown; readonly notify?: unknown };
}

/** What the server does, by the recipient's local part; anybody else is served well. */
export const MISBEHAVIOUR = {
  gone: '550 5.1.1 <gone@home.example>: mailbox unavailable',
  policy: '554 5.7.1 relay access denied',
  later: '450 4.2.1 mailbox busy, come back later',
  closing: '421 4.3.2 shutting down',
  spam: 'the letter itself is refused with 554',
  defer: 'the letter itself is put off with 451',
  drop: 'the connection breaks in the middle of the letter',
  silent: 'the connection breaks after the letter, before the answer',
} as const;

/** A real SMTP server in this process. */
export class TestMailServer {
  readonly arrived: Arrived[] = [];
  readonly connections = new Set<string>();
  /** Awaited after the envelope of each mail; lets a test stop the world there. */
  beforeData: (to: string) => Promise<void> = async () => undefined;
  private readonly server: SMTPServer;

  constructor(
    private readonly refuseSender: string | null = null,
    { reports = true } = {},
  ) {
    this.server = new SMTPServer({
      // Its types do not know of it yet.
      ...({ hideDSN: !reports } as object),
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onConnect: (session, done) => {
        this.connections.add(session.id);
        done();
      },
      onMailFrom: (_address, _session, done) => {
        done(this.refuseSender === null ? null : answer(this.refuseSender));
      },
      onRcptTo: ({ address }, _session, done) => {
        const name = nameOf(address);
        if (name === 'gone' || name === 'policy' || name === 'later' || name === 'closing')
          return done(answer(MISBEHAVIOUR[name]));
        this.beforeData(address).then(() => done(), done);
      },
      onData: (stream, session, done) => {
        this.take(stream, session).then((refusal) => {
          if (refusal !== 'nothing') done(refusal);
        }, done);
      },
    });
    this.server.on('error', () => undefined);
  }

  async start(): Promise<number> {
    await new Promise<void>((ready) => this.server.listen(0, '127.0.0.1', ready));
    return this.port;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  /** Breaks every open connection. */
  cut(): void {
    const open = (this.server as unknown as { connections: Set<{ _socket: { destroy(): void } }> })
      .connections;
    for (const connection of open) connection._socket.destroy();
  }

  private async take(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<Error | null | 'nothing'> {
    const to = session.envelope.rcptTo[0]?.address ?? '';
    const name = nameOf(to);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      if (name !== 'drop') continue;
      this.cut();
      return 'nothing';
    }
    if (name === 'spam') return answer('554 5.7.1 this looks like spam');
    if (name === 'defer') return answer('451 4.7.1 greylisted');
    const raw = Buffer.concat(chunks);
    const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
    this.arrived.push({
      from,
      to,
      raw: raw.toString('utf8'),
      parsed: await simpleParser(raw),
      connection: session.id,
      asked: askedOf(session),
    });
    if (name !== 'silent') return null;
    this.cut();
    return 'nothing';
  }
}

function askedOf({ envelope }: SMTPServerSession): Arrived['asked'] {
  const { dsn, rcptTo } = envelope as unknown as {
    dsn?: { ret?: unknown; envid?: unknown };
    rcptTo: { dsn?: { notify?: unknown } }[];
  };
  return { ret: dsn?.ret, envid: dsn?.envid, notify: rcptTo[0]?.dsn?.notify };
}

function nameOf(address: string): string {
  return address.split('@')[0] ?? '';
}

function answer(line: string): Error {
  return Object.assign(new Error(line.slice(4)), { responseCode: Number(line.slice(0, 3)) });
}
