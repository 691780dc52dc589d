import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

import { deliveryReport } from './delivery-report.js';
import type { Mailbox } from './mailboxes.js';
import { Maildir } from './maildir.js';
import { readMail, type SunkMail } from './sunk-mail.js';

const KEEP = 5_000;

/** What the sink must know of the world. */
export interface MailSystem {
  /** The demo's time. */
  now(): Date;
  mailboxOf(address: string): Mailbox;
  /** Somebody got a letter. */
  onLetter(mail: SunkMail): void;
}

/**
 * The mail system of everybody's mailboxes: it keeps what it is given, for people to read, and reports what became of it
 * to the return path, if it is asked to (RFC 3461).
 */
export class MailSink {
  readonly mails: SunkMail[] = [];
  readonly #server: SMTPServer;
  readonly #bounces: Maildir;

  constructor(
    private readonly folder: string,
    private readonly system: MailSystem,
  ) {
    this.#bounces = new Maildir(join(folder, 'bounces'));
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      hideDSN: false,
      size: 1_000_000,
      onRcptTo: ({ address }, _session, done) => {
        if (system.mailboxOf(address) !== 'refused') return done();
        done(Object.assign(new Error('5.1.1 no mailbox of that name here'), { responseCode: 550 }));
      },
      onData: (stream, session, done) => {
        this.#take(stream, session).then(
          () => done(),
          (error: unknown) => done(error as Error),
        );
      },
    });
    this.#server.on('error', () => undefined);
  }

  /** For `LAZARET_BOUNCES_DIR`. */
  get bouncesFolder(): string {
    return this.#bounces.folder;
  }

  /** Listens on a free port of this machine. @returns the address for `LAZARET_SMTP_URL` */
  async start(): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    await this.#bounces.open();
    for (const file of (await readdir(this.folder)).filter((name) => name.endsWith('.eml')).sort())
      this.#keep(await readMail(await readFile(join(this.folder, file)), this.#nextPlace()));
    await new Promise<void>((ready) => this.#server.listen(0, '127.0.0.1', ready));
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  async #take(stream: NodeJS.ReadableStream, { envelope }: SMTPServerSession): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
    const raw = Buffer.concat(chunks);
    const recipient = envelope.rcptTo[0]?.address ?? '';
    const mailbox = this.system.mailboxOf(recipient);
    // Only what is kept is counted: the places are the same after the next start.
    const place = mailbox === 'good' ? this.#nextPlace() : 0;
    const mail = await readMail(raw, place, recipient);
    if (mailbox === 'good') {
      this.#keep(mail);
      await writeFile(join(this.folder, `${String(place).padStart(5, '0')}.eml`), raw);
      this.system.onLetter(mail);
    }
    await this.#report(mail, envelope, mailbox);
  }

  /** RFC 3461 §5.2.3: good news only for who asked for it; of a failure one hears unless one asked not to. */
  async #report(
    { messageId }: SunkMail,
    { mailFrom, rcptTo, dsn }: SMTPServerSession['envelope'],
    mailbox: Mailbox,
  ): Promise<void> {
    const [to] = rcptTo;
    const asked = [to?.dsn?.notify ?? []].flat();
    const action = mailbox === 'good' ? 'delivered' : 'failed';
    const wanted =
      action === 'delivered' ? asked.includes('SUCCESS') : asked.length === 0 || asked.includes('FAILURE');
    if (!mailFrom || !to || !wanted) return;
    await this.#bounces.deliver(
      deliveryReport({
        returnPath: mailFrom.address,
        envelopeId: dsn?.envid ?? null,
        recipient: to.address,
        messageId,
        action,
        at: this.system.now(),
      }),
    );
  }

  #nextPlace(): number {
    return (this.#last += 1);
  }
  #last = 0;

  #keep(mail: SunkMail): void {
    this.mails.push(mail);
    if (this.mails.length > KEEP) this.mails.shift();
  }
}
