import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** How the server treats the next letters. */
export type Mood =
  | { readonly kind: 'accept' }
  | { readonly kind: 'accept-slowly'; readonly milliseconds: number }
  | { readonly kind: 'refuse'; readonly code: number; readonly text: string };

/** A real SMTP server with moods, and every letter it took. */
export class MailServer {
  readonly mails: ParsedMail[] = [];
  mood: Mood = { kind: 'accept' };
  /** How it treats letters to these addresses. */
  readonly moods = new Map<string, Mood>();
  #server: SMTPServer;

  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (auth, _session, done) => done(null, { user: auth.username ?? '' }),
      onRcptTo: ({ address }, _session, done) => {
        const mood = this.moods.get(address) ?? this.mood;
        done(mood.kind === 'refuse' ? refusal(mood) : null);
      },
      onData: (stream, _session, done) => {
        simpleParser(stream).then(
          (mail) => {
            const take = () => {
              this.mails.push(mail);
              done();
            };
            if (this.mood.kind === 'accept-slowly') setTimeout(take, this.mood.milliseconds);
            else take();
          },
          (error: unknown) => done(error as Error),
        );
      },
    });
    // Clients that vanish in the middle are part of the tests.
    this.#server.on('error', () => undefined);
  }

  async start(): Promise<string> {
    await new Promise<void>((ready) => this.#server.listen(0, '127.0.0.1', ready));
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.#server.close(() => done()));
  }
}

function refusal(mood: { code: number; text: string }): Error {
  return Object.assign(new Error(mood.text), { responseCode: mood.code });
}
