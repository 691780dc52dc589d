import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A letter that arrived. */
export interface SunkMail {
  readonly id: number;
  /** Of the notice it was, by its Message-ID; null for a letter from elsewhere. */
  readonly notice: number | null;
  /** Of the case it is about. */
  readonly case: string | null;
  readonly template: string;
  readonly locale: string;
  readonly arrivedAt: Date;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: string;
}

const KEEP = 2_000;

/** An SMTP server that delivers nowhere: it keeps what it is given, for people to read. */
export class MailSink {
  readonly mails: SunkMail[] = [];
  #server: SMTPServer;

  constructor(private readonly folder: string) {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      size: 1_000_000,
      onData: (stream, _session, done) => {
        this.#take(stream).then(
          () => done(),
          (error: unknown) => done(error as Error),
        );
      },
    });
    this.#server.on('error', () => undefined);
  }

  /** Listens on a free port of this machine. @returns the address for `LAZARET_SMTP_URL` */
  async start(): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    for (const file of (await readdir(this.folder)).filter((name) => name.endsWith('.eml')).sort())
      await this.#keep(await readFile(join(this.folder, file)));
    await new Promise<void>((ready) => this.#server.listen(0, '127.0.0.1', ready));
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  async #take(stream: NodeJS.ReadableStream): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
    const raw = Buffer.concat(chunks);
    const id = await this.#keep(raw);
    await writeFile(join(this.folder, `${String(id).padStart(5, '0')}.eml`), raw);
  }

  async #keep(raw: Buffer): Promise<number> {
    const mail = await simpleParser(raw, { skipImageLinks: true, skipTextLinks: true });
    const id = (this.mails.at(-1)?.id ?? 0) + 1;
    const to = Array.isArray(mail.to) ? mail.to.map((one) => one.text).join(', ') : (mail.to?.text ?? '');
    const header = (name: string): string =>
      mail.headerLines.find((one) => one.key === name)?.line.replace(/^[^:]*:\s*/, '') ?? '';
    const notice = /^<notice-(\d{1,15})\./.exec(mail.messageId ?? '')?.[1];
    this.mails.push({
      id,
      notice: notice === undefined ? null : Number(notice),
      case: /<case-([0-9A-Z]{4}-[0-9A-Z]{4})@/.exec(header('references'))?.[1] ?? null,
      template: header('feedback-id').split(':')[0] ?? '',
      locale: header('content-language'),
      arrivedAt: mail.date ?? new Date(),
      to,
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: typeof mail.html === 'string' ? mail.html : '',
      headers: mail.headerLines.map((header) => header.line).join('\n'),
    });
    if (this.mails.length > KEEP) this.mails.shift();
    return id;
  }
}
