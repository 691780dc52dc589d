import { createTransport } from 'nodemailer';
import { Readable } from 'node:stream';

import type { Secret } from '@lazaret/kernel';

import { Mailer, type Mail, type MailHooks, type MailReceipt } from './mailer.js';
import { readFailure, readRemoteId, scrub } from './read-reply.js';

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** `required`: STARTTLS or nothing; `implicit`: TLS from the first byte; `none`: only for a server on this machine. */
  readonly tls: 'required' | 'implicit' | 'none';
  readonly user?: string | undefined;
  readonly password?: Secret | undefined;
  /** What we call ourselves in EHLO. */
  readonly name?: string | undefined;
  readonly connections: number;
  /** For one mail, from the first command to the last answer. */
  readonly timeoutMs: number;
}

/** Mail over pooled SMTP connections. */
export class SmtpMailer extends Mailer {
  private readonly transport;
  /** What waits for its DATA, by message id. */
  private readonly gates = new Map<string, () => Promise<void>>();

  constructor(private readonly options: SmtpOptions) {
    super();
    this.transport = createTransport({
      pool: true,
      host: options.host,
      port: options.port,
      secure: options.tls === 'implicit',
      requireTLS: options.tls === 'required',
      ignoreTLS: options.tls === 'none',
      name: options.name,
      auth:
        options.user === undefined || options.password === undefined
          ? undefined
          : { user: options.user, pass: options.password.reveal() },
      tls: { minVersion: 'TLSv1.2' },
      maxConnections: options.connections,
      maxMessages: 100,
      maxRequeues: 2,
      connectionTimeout: Math.min(10_000, options.timeoutMs),
      greetingTimeout: Math.min(10_000, options.timeoutMs),
      dnsTimeout: Math.min(10_000, options.timeoutMs),
      socketTimeout: options.timeoutMs,
      maxResponseSize: 64 * 1024,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    this.transport.use('stream', (mail, done) => {
      const { message } = mail;
      const write = message.createReadStream.bind(message);
      const gate = this.gates.get(message.messageId());
      // nodemailer reads the message only once the server said 354. Nothing is made before it is read, so the gate
      // stands exactly between the envelope and the first byte of the letter.
      message.createReadStream = (options) =>
        Readable.from(
          gated(() => write(options), gate),
          { objectMode: false },
        );
      done();
    });
  }

  override async send(mail: Mail, hooks: MailHooks): Promise<MailReceipt> {
    let begun = false;
    const to = mail.to.reveal();
    if (!ONE_ADDRESS.test(to))
      return { outcome: 'refused', permanent: true, badAddress: true, response: 'not an address' };
    const timeout = AbortSignal.timeout(this.options.timeoutMs);
    this.gates.set(mail.messageId, async () => {
      await hooks.onData();
      timeout.throwIfAborted();
      begun = true;
    });
    try {
      const info = await this.transport.sendMail({
        from: { ...mail.from },
        to: { name: '', address: to },
        envelope: { from: mail.envelopeFrom, to: [to] },
        dsn: { id: mail.envelopeId, return: 'headers', notify: ['success', 'failure'], recipient: to },
        messageId: mail.messageId,
        references: [...mail.references],
        date: mail.date,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        headers: { ...mail.headers },
        textEncoding: 'quoted-printable',
        xMailer: false,
        signal: timeout,
      });
      return {
        outcome: 'accepted',
        response: scrub(info.response, to),
        remoteId: readRemoteId(info.response),
      };
    } catch (error) {
      return readFailure({ ...detailsOf(error), begun }, to);
    } finally {
      this.gates.delete(mail.messageId);
    }
  }

  override async close(): Promise<void> {
    this.transport.close();
  }
}

// nodemailer would tidy up what is no plain address, and write to somebody.
const ONE_ADDRESS = /^[^\s\p{Cc}<>()[\]\\,;:"@]{1,64}@[^\s\p{Cc}<>()[\]\\,;:"@]{1,253}$/u;

async function* gated(
  write: () => Readable,
  gate: (() => Promise<void>) | undefined,
): AsyncGenerator<Buffer> {
  if (gate === undefined) throw new Error('a mail without a gate is never sent');
  await gate();
  for await (const chunk of write()) yield chunk as Buffer;
}

function detailsOf(error: unknown): { code: number | null; text: string; command: string; final: boolean } {
  if (!(error instanceof Error))
    return { code: null, text: 'no reason given', command: 'CONN', final: false };
  const known = error as Error & {
    responseCode?: unknown;
    response?: unknown;
    command?: unknown;
    code?: unknown;
  };
  return {
    code: typeof known.responseCode === 'number' ? known.responseCode : null,
    text: typeof known.response === 'string' ? known.response : error.message,
    // ESTREAM is our own gate that did not open.
    command: typeof known.command === 'string' && known.code !== 'ESTREAM' ? known.command : 'CONN',
    // EMESSAGE is the answer to the dot; any other end of a begun letter leaves us not knowing.
    final: known.code === 'EMESSAGE',
  };
}
