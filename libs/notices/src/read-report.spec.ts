import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readReport, type DeliveryReport, type IgnoredMail } from './read-report.js';
import { aDeliveryReport } from './testing.js';

const TOKEN = '0123456789abcdef';
const NAME = { id: 42, token: TOKEN };
const letter = {
  messageId: `<notice-42.${TOKEN}@bounce.northlight.example>`,
  envelopeFrom: `bounce+42.${TOKEN}@bounce.northlight.example`,
};
const delivered = aDeliveryReport({ ...letter, action: 'delivered', status: '2.0.0' });
const failed = (status: string, diagnostic = 'smtp; 550 mailbox unavailable'): string =>
  aDeliveryReport({ ...letter, action: 'failed', status, diagnostic });

const reportOf = (text: string): DeliveryReport => {
  const read = readReport(text);
  if (read.kind !== 'report') throw new Error(read.why);
  return read;
};
const whyOf = (text: string): string => {
  const read: DeliveryReport | IgnoredMail = readReport(text);
  return read.kind === 'ignored' ? read.why : read.action;
};

describe('a delivery report', () => {
  it('says what became of the letter, of which, and for whom', () => {
    expect(reportOf(delivered)).toMatchObject({
      action: 'delivered',
      status: '2.0.0',
      badAddress: false,
      names: [NAME],
    });
    expect(reportOf(delivered).recipients.reveal()).toContain('reader@home.example');
    expect(String(reportOf(delivered).recipients)).toBe('[personal]');
  });

  it('reads the same with the line ends of the network', () => {
    const sent = delivered.replaceAll('\n', '\r\n');
    expect(reportOf(sent)).toMatchObject({ action: 'delivered', names: [NAME] });
  });

  it.each([
    ['relayed', '2.0.0', 'relayed'],
    ['expanded', '2.0.0', 'expanded'],
    ['delayed', '4.4.1', 'delayed'],
    ['failed', '4.4.7', 'failed'],
    // It must not claim success in one field and trouble in the other.
    ['delivered', '5.1.1', 'ill-formed'],
    ['delivered', '4.0.0', 'ill-formed'],
    ['relayed', '', 'ill-formed'],
    ['failed', '2.0.0', 'ill-formed'],
    ['delivered', 'soon', 'ill-formed'],
  ] as const)('%s with status %j is %s', (action, status, expected) => {
    expect(whyOf(aDeliveryReport({ ...letter, action, status }))).toBe(expected);
  });

  it.each([
    ['5.1.1', '', true],
    ['5.1.10', '', true],
    ['5.2.1', '', true],
    ['5.1.8', '', false],
    ['5.2.2', '', false],
    ['5.7.1', '', false],
    ['4.1.1', '', false],
    ['5.0.0', 'smtp; 550 5.1.1 no such user', true],
    ['5.0.0', 'smtp; 550-5.1.1 no such user', true],
    ['5.0.0', 'smtp; 550 #5.1.0 Address rejected', true],
    ['5.0.0', 'smtp; 550 5.7.1 blocked, see 5.1.1', false],
    ['5.0.0', 'smtp; 550 5.1.1.1 is blocked', false],
    ['5.7.1', 'smtp; 550 5.1.1 no such user', false],
    ['', 'smtp; 550 5.1.1 no such user', true],
  ])('status %j with %j: the mailbox itself is the reason: %s', (status, diagnostic, bad) => {
    expect(reportOf(failed(status, diagnostic)).badAddress).toBe(bad);
  });

  it('is read whatever its encoding, nesting and order of fields', () => {
    const encoded = [
      'From: postmaster@mx.example',
      'Content-Type: Multipart/Mixed; boundary=outer',
      '',
      '--outer',
      'Content-Type: multipart/report; report-type="delivery-status"; boundary="in ner"',
      '',
      '--in ner',
      '',
      'as a text',
      '--in ner',
      'content-type: message/DELIVERY-status',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(`Reporting-MTA: dns; mx\r\n\r\nStatus: 2.1.5\r\nACTION:\r\n Delivered (into the mailbox)\r\nFinal-Recipient: rfc822;\r\n  Reader@HOME.example\r\n`).toString('base64'),
      '--in ner',
      'Content-Type: text/rfc822-headers',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      `Message-ID:=20=3Cnotice-42.${TOKEN}@boun=`,
      'ce.northlight.example>',
      '--in ner--',
    ].join('\n'); // prettier-ignore
    expect(reportOf(encoded)).toMatchObject({ action: 'delivered', status: '2.1.5', names: [NAME] });
    expect(reportOf(encoded).recipients.reveal()).toEqual(['reader@home.example']);
  });

  it.each([
    ['the return path', /^(Original-Envelope-Id|Message-ID):.*\n/gim],
    ['the envelope id', /^(X-Original-To|Delivered-To|To|Message-ID):.*\n/gim],
    ['the message id', /^(X-Original-To|Delivered-To|To|Original-Envelope-Id):.*\n/gim],
  ])('names its notice by %s alone', (_by, others) => {
    expect(reportOf(delivered.replace(others, '')).names).toEqual([NAME]);
  });

  it('that names several notices names them all, so that none is believed', () => {
    const other = delivered.replace(`Original-Envelope-Id: 42.${TOKEN}`, `Original-Envelope-Id: 43.${TOKEN}`);
    expect(reportOf(other).names).toEqual([NAME, { id: 43, token: TOKEN }]);
  });

  it.each([
    'bounce+42@host.example', // no token
    `rebounce+42.${TOKEN}@host.example`,
    `bounce+42.${TOKEN}0@host.example`,
    `bounce+9999999999999999.${TOKEN}@host.example`,
    `bounce+-1.${TOKEN}@host.example`,
  ])('names nothing by %s', (address) => {
    const bare = delivered.replace(/^(Original-Envelope-Id|Message-ID|Delivered-To|To):.*\n/gim, '');
    expect(reportOf(bare.replace(/^X-Original-To:.*$/m, `X-Original-To: ${address}`)).names).toEqual([]);
  });
});

describe('a mail that reports nothing', () => {
  const headed = (...fields: string[]): string => [...fields, '', 'text'].join('\n');
  it.each([
    ['an out-of-office note', headed('From: reader@home.example', 'Auto-Submitted: auto-replied', 'Subject: away'), 'auto-reply'],
    ['an old one', headed('From: reader@home.example', 'Precedence: auto_reply'), 'auto-reply'],
    ['a bounce in prose', headed('From: MAILER-DAEMON@mx.example', 'Auto-Submitted: auto-replied'), 'no-report'],
    ['a reply of a person', headed('From: reader@home.example', 'Subject: Re: notice'), 'no-report'],
    ['a read receipt', delivered.replaceAll('delivery-status', 'disposition-notification'), 'no-report'],
    ['nothing', '', 'no-report'],
    ['a report without recipients', delivered.replace(/^Final-Recipient[^]*?^Diagnostic.*\n/m, ''), 'ill-formed'],
    ['a report about two', delivered.replace('Status: 2.0.0\n', 'Status: 2.0.0\n\nFinal-Recipient: rfc822; b@home.example\nAction: failed\nStatus: 5.1.1\n'), 'several-recipients'],
    ['a report inside the letter it returns', `Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n${delivered}\n--x--\n`, 'no-report'],
  ])('%s', (_what, text, why) => {
    expect(whyOf(text)).toBe(why);
  }); // prettier-ignore
});

describe('a hostile mail', () => {
  const quickly = (text: string): string => {
    const start = performance.now();
    const why = whyOf(text);
    expect(performance.now() - start).toBeLessThan(1_000);
    return why;
  };
  const many = (piece: string, size = 1_000_000): string => piece.repeat(size / piece.length);

  it.each([
    ['many fields', many('a: b\n')],
    ['many folds', `a: b${many('\n ')}`],
    ['one long field', `Content-Type: ${many('a')}`],
    ['many parameters', `Content-Type: multipart/report${many(';a="')}\n\n`],
    ['a boundary without end', `Content-Type: multipart/report; boundary="${many('-')}`],
    ['many parts', `Content-Type: multipart/mixed; boundary=x\n\n${many('--x\n')}`],
    ['many almost parts', `Content-Type: multipart/mixed; boundary=x\n\n${many('--xy\n')}`],
    ['empty lines', many('\n')],
    ['white space', many(' \n')],
    ['many groups', delivered.replace('Action: delivered', `${many('\n \nx: y')}\n\nAction: delivered`)],
    ['a deep nest', many('Content-Type: multipart/mixed; boundary=x\n\n--x\n')],
    ['a long address', delivered.replace('rfc822; reader@', `rfc822; ${many('@<')}`)],
    ['encoded nothing', failed('5.1.1').replace('message/delivery-status', `message/delivery-status\nContent-Transfer-Encoding: quoted-printable\n\n${many('=')}`)],
    ['many names', `${many(`To: bounce+1.${TOKEN}@x\n`)}${delivered}`],
  ])('of %s is read in no time', (_what, text) => {
    expect(quickly(text)).not.toBe('delivered');
  }); // prettier-ignore

  it('never breaks the reader, and never becomes good news by being cut or disturbed', () => {
    const disturbed = fc.tuple(fc.nat(delivered.length), fc.nat(40), fc.string({ unit: 'binary', maxLength: 20 }));
    fc.assert(
      fc.property(disturbed, fc.constantFrom(failed('5.1.1'), failed('4.4.7')), ([at, length, noise], report) => {
        const text = report.slice(0, at) + noise + report.slice(at + length);
        expect(whyOf(text)).not.toBe('delivered');
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(['no-report', 'auto-reply']).toContain(whyOf(text));
      }),
    );
  }); // prettier-ignore
});
