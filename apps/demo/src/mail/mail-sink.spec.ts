import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Personal } from '@lazaret/kernel';
import { readReport, SmtpMailer, type MailReceipt } from '@lazaret/notices';

import type { Mailbox } from './mailboxes.js';
import { MailSink } from './mail-sink.js';

let folder: string;
let sink: MailSink;
let mailer: SmtpMailer;
let letters: string[];
let mailbox: Mailbox;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazaret-sink-'));
  letters = [];
  mailbox = 'good';
  sink = new MailSink(folder, {
    now: () => new Date('2026-11-12T10:00:00Z'),
    mailboxOf: () => mailbox,
    onLetter: ({ to }) => letters.push(to),
  });
  const url = new URL(await sink.start());
  mailer = new SmtpMailer({
    host: url.hostname,
    port: Number(url.port),
    tls: 'none',
    connections: 1,
    timeoutMs: 5_000,
  });
});
afterEach(async () => {
  await mailer.close();
  await sink.stop();
  await rm(folder, { recursive: true, force: true });
});

const send = (): Promise<MailReceipt> =>
  mailer.send(
    {
      to: new Personal('subscriber-00001@mail.example'),
      from: { name: 'Northlight', address: 'care@northlight.example' },
      envelopeFrom: 'bounce+12.0123456789abcdef@notices.northlight.example',
      envelopeId: '12.0123456789abcdef',
      messageId: '<notice-12.0123456789abcdef@notices.northlight.example>',
      references: ['<case-ABCD-1234@notices.northlight.example>'],
      date: new Date('2026-11-12T10:00:00Z'),
      subject: 'A notice',
      text: 'Words',
      html: '<p>Words</p>',
      headers: { 'Feedback-ID': 'first:notices:lazaret', 'Content-Language': 'en' },
    },
    { onData: async () => undefined },
  );

async function reports(): Promise<ReturnType<typeof readReport>[]> {
  const names = await readdir(join(sink.bouncesFolder, 'new'));
  return Promise.all(
    names.map(async (name) => readReport(await readFile(join(sink.bouncesFolder, 'new', name), 'latin1'))),
  );
}

describe('the mail sink', () => {
  it('keeps a letter, and reports to the return path that it was delivered', async () => {
    expect(await send()).toMatchObject({ outcome: 'accepted' });
    expect(letters).toEqual(['subscriber-00001@mail.example']);
    expect(sink.mails[0]).toMatchObject({ notice: 12, case: 'ABCD-1234', template: 'first', locale: 'en' });
    expect(await reports()).toMatchObject([
      { kind: 'report', action: 'delivered', names: [{ id: 12, token: '0123456789abcdef' }] },
    ]);
  });

  it('refuses a mailbox that is not there', async () => {
    mailbox = 'refused';
    expect(await send()).toMatchObject({ outcome: 'refused', permanent: true, badAddress: true });
    expect(await reports()).toEqual([]);
    expect(letters).toEqual([]);
  });

  it('takes a letter, and reports afterwards that it could not be delivered', async () => {
    mailbox = 'bounces';
    expect(await send()).toMatchObject({ outcome: 'accepted' });
    expect(await reports()).toMatchObject([
      { kind: 'report', action: 'failed', status: '5.1.1', badAddress: true },
    ]);
    expect(letters).toEqual([]);
    expect(sink.mails).toEqual([]);
  });
});
