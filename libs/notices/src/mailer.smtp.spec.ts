import { createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';

import { Personal } from '@lazaret/kernel';

import { TestMailServer } from './mail-server.contract.js';
import { aMail, mailerContract } from './mailer.contract.js';
import type { Mail, MailReceipt } from './mailer.js';
import { SmtpMailer } from './mailer.smtp.js';
import { FakeMailer } from './testing.js';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function serve(
  refuseSender: string | null = null,
): Promise<{ server: TestMailServer; mailer: SmtpMailer }> {
  const server = new TestMailServer(refuseSender);
  const port = await server.start();
  ends.push(() => server.stop());
  return { server, mailer: mailerFor(port) };
}

function mailerFor(port: number, timeoutMs = 4_000): SmtpMailer {
  const mailer = new SmtpMailer({
    host: '127.0.0.1',
    port,
    tls: 'none',
    connections: 5,
    timeoutMs,
    name: 'test.example',
  });
  ends.push(() => mailer.close());
  return mailer;
}

async function sendTo(
  mailer: SmtpMailer,
  name: string,
  facts: Partial<Mail> = {},
): Promise<MailReceipt & { flagged: boolean }> {
  let flagged = false;
  const mail = aMail({ to: new Personal(`${name}@home.example`), ...facts });
  const receipt = await mailer.send(mail, { onData: async () => void (flagged = true) });
  return { ...receipt, flagged };
}

mailerContract('the fake', async () => {
  const mailer = new FakeMailer();
  return {
    mailer,
    left: () => mailer.left.map((mail) => mail.messageId),
    refuse: (address) =>
      mailer.answer(address, {
        outcome: 'refused',
        permanent: true,
        badAddress: true,
        response: '550 5.1.1',
      }),
  };
});
mailerContract('SMTP', async () => {
  const { server, mailer } = await serve();
  return { mailer, left: () => server.arrived.map((a) => a.parsed.messageId ?? ''), refuse: () => undefined };
});

describe('mail over SMTP', () => {
  it('asks to be told of delivery and failure, by a name that is ours', async () => {
    const { server, mailer } = await serve();
    await sendTo(mailer, 'reader', { envelopeId: '42.0123456789abcdef' });
    expect(server.arrived[0]?.asked).toEqual({
      ret: 'HDRS',
      envid: '42.0123456789abcdef',
      notify: ['SUCCESS', 'FAILURE'],
    });
  });

  it('asks nothing of a server that offers no reports', async () => {
    const server = new TestMailServer(null, { reports: false });
    const port = await server.start();
    ends.push(() => server.stop());
    expect(await sendTo(mailerFor(port), 'reader')).toMatchObject({ outcome: 'accepted' });
    expect(server.arrived[0]?.asked.notify).toBeUndefined();
  });

  it('carries both parts and the headers of a letter nobody answers by machine', async () => {
    const { server, mailer } = await serve();
    const receipt = await mailer.send(
      aMail({
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          'Content-Language': 'de',
        },
      }),
      { onData: async () => undefined },
    );
    expect(receipt.outcome).toBe('accepted');
    const [mail] = server.arrived;
    expect(mail?.from).toBe('bounce+7.0123456789abcdef@notices.northlight.example');
    expect(mail?.raw).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect(mail?.raw.indexOf('text/plain')).toBeLessThan(mail?.raw.indexOf('text/html') ?? 0);
    expect(mail?.parsed.text).toContain('wahrscheinlich eine Kamera');
    expect(mail?.parsed.html).toContain('wahrscheinlich eine Kamera');
    expect(mail?.parsed.attachments).toEqual([]);
    expect(mail?.parsed.messageId).toBe('<notice-7.0123456789abcdef@notices.northlight.example>');
    expect(mail?.parsed.references).toBe('<case-H7KM-3RTX@notices.northlight.example>');
    expect(mail?.parsed.date?.toISOString()).toBe('2026-11-12T12:00:00.000Z');
    expect(mail?.parsed.from?.value).toEqual([
      { name: 'Northlight Broadband', address: 'care@northlight.example' },
    ]);
    const names = mail?.parsed.headerLines.map((line) => line.key) ?? [];
    for (const name of ['auto-submitted', 'x-auto-response-suppress', 'content-language'])
      expect(names).toContain(name);
    for (const name of ['list-unsubscribe', 'x-mailer', 'bcc', 'cc']) expect(names).not.toContain(name);
  });

  it.each([
    ['gone', { outcome: 'refused', permanent: true, badAddress: true, flagged: false }],
    ['policy', { outcome: 'refused', permanent: true, badAddress: false, flagged: false }],
    ['later', { outcome: 'refused', permanent: false, badAddress: false, flagged: false }],
    ['closing', { outcome: 'unreachable', flagged: false }],
    ['spam', { outcome: 'refused', permanent: true, badAddress: false, flagged: true }],
    ['defer', { outcome: 'refused', permanent: false, badAddress: false, flagged: true }],
    ['drop', { outcome: 'unanswered', flagged: true }],
    ['silent', { outcome: 'unanswered', flagged: true }],
    ['anna', { outcome: 'accepted', flagged: true }],
  ])('answers for %s as it went', async (name, expected) => {
    const { mailer } = await serve();
    const receipt = await sendTo(mailer, name);
    expect(receipt).toMatchObject(expected);
    expect(receipt.response).not.toContain('@');
  });

  it('never hands a begun letter to a second connection', async () => {
    const { server, mailer } = await serve();
    await sendTo(mailer, 'anna');
    expect((await sendTo(mailer, 'silent')).outcome).toBe('unanswered');
    expect((await sendTo(mailer, 'bela')).outcome).toBe('accepted');
    expect(server.arrived.map((a) => a.to.split('@')[0])).toEqual(['anna', 'silent', 'bela']);
  });

  it('takes a refused sender for trouble of ours, not of the letter', async () => {
    const { mailer } = await serve('550 5.7.1 sender not allowed');
    expect(await sendTo(mailer, 'anna')).toMatchObject({
      outcome: 'unreachable',
      response: expect.stringContaining('sender not allowed'),
    });
  });

  it('says so when nobody listens', async () => {
    const probe = createServer();
    await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready));
    const { port } = probe.address() as AddressInfo;
    await new Promise((closed) => probe.close(closed));
    expect(await sendTo(mailerFor(port), 'anna')).toMatchObject({ outcome: 'unreachable', flagged: false });
  });

  it('gives a server that says nothing up after the time limit', async () => {
    const mute = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((ready) => mute.listen(0, '127.0.0.1', ready));
    ends.push(async () => void mute.close());
    const mailer = mailerFor((mute.address() as AddressInfo).port, 150);
    expect(await sendTo(mailer, 'anna')).toMatchObject({ outcome: 'unreachable', flagged: false });
  });

  it('sends many letters over few connections', async () => {
    const { server, mailer } = await serve();
    const names = Array.from({ length: 60 }, (_, n) => `reader${n}`);
    const receipts = await Promise.all(
      names.map((name, n) =>
        sendTo(mailer, name, { messageId: `<notice-${n}.0123456789abcdef@notices.northlight.example>` }),
      ),
    );
    expect(receipts.filter((r) => r.outcome === 'accepted')).toHaveLength(60);
    expect(server.connections.size).toBeLessThanOrEqual(5);
    expect(new Set(server.arrived.map((a) => a.parsed.messageId)).size).toBe(60);
  });

  it('refuses a recipient that would end the command line', async () => {
    const { server, mailer } = await serve();
    const receipt = await sendTo(mailer, 'anna>\r\nRCPT TO:<all');
    expect(receipt).toMatchObject({ outcome: 'refused', permanent: true });
    expect(server.arrived).toEqual([]);
  });
});

afterAll(() => expect(ends).toEqual([]));
