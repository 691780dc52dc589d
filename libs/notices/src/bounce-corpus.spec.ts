import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { readReport } from './read-report.js';

const corpus = fileURLToPath(new URL('../../../../shared/corpora/bounces/maildir/bsd/', import.meta.url));
const absent = !existsSync(corpus);

function classify(name: string): string {
  const read = readReport(readFileSync(`${corpus}${name}.eml`, 'latin1'));
  if (read.kind === 'ignored') return read.why;
  return [read.action, read.status ?? '', read.badAddress ? 'bad' : ''].join(' ').trim();
}

// prettier-ignore
const EXPECTED: readonly [name: string, expected: string][] = [
  ['lhost-amazonses-08', 'failed 5.7.9'],
  ['lhost-amazonses-09', 'no-report'],
  ['lhost-amazonses-11', 'no-report'],
  ['lhost-amazonses-15', 'failed 5.7.1'],
  ['lhost-exchange2007-02', 'failed 5.2.2'],
  ['lhost-exchange2007-03', 'failed 5.2.3'],
  ['lhost-exim-03', 'no-report'],
  ['lhost-exim-04', 'no-report'],
  ['lhost-exim-43', 'failed 5.0.0'],
  ['lhost-exim-44', 'failed 5.0.0'],
  ['lhost-gmail-01', 'no-report'],
  ['lhost-gmail-03', 'no-report'],
  ['lhost-office365-03', 'failed 5.1.0 bad'],
  ['lhost-office365-09', 'failed 5.1.351 bad'],
  ['lhost-outlook-02', 'failed 5.1.1 bad'],
  ['lhost-outlook-03', 'failed 5.5.0'],
  ['lhost-outlook-04', 'several-recipients'],
  ['lhost-postfix-01', 'failed 5.1.1 bad'],
  ['lhost-postfix-02', 'several-recipients'],
  ['lhost-postfix-05', 'failed 4.1.1'],
  ['lhost-postfix-07', 'no-report'],
  ['lhost-postfix-11', 'several-recipients'],
  ['lhost-postfix-34', 'no-report'],
  ['lhost-postfix-64', 'ill-formed'],
  ['lhost-qmail-02', 'no-report'],
  ['lhost-qmail-03', 'no-report'],
  ['lhost-sendmail-01', 'failed 5.1.1 bad'],
  ['lhost-sendmail-02', 'several-recipients'],
  ['lhost-sendmail-05', 'failed 5.2.3'],
  ['lhost-sendmail-13', 'ill-formed'],
  ['lhost-sendmail-14', 'no-report'],
  ['lhost-sendmail-31', 'several-recipients'],
  ['lhost-sendmail-53', 'no-report'],
  ['lhost-sendmail-55', 'delayed 4.5.0'],
  ['rfc3464-07', 'delayed 4.4.0'],
  ['rfc3464-08', 'failed 5.7.1'],
  ['rfc3464-09', 'delayed 4.3.0'],
  ['rfc3464-10', 'failed 5.1.6 bad'],
  ['rfc3464-29', 'failed 5.5.0'],
  ['rfc3464-35', 'no-report'],
  ['rfc3464-37', 'no-report'],
  ['rfc3464-40', 'failed 4.4.6'],
  ['rfc3464-53', 'failed 4.0.0'],
  ['rfc3464-55', 'delayed 4.4.1'],
  ['rfc3464-57', 'failed 5.0.0'],
  ['rfc3464-60', 'failed 5.1.8'],
  ['rfc3464-61', 'failed 5.0.0'],
  ['rfc3464-62', 'failed 4.0.0'],
  ['rfc3464-65', 'failed 5.0.0'],
  ['rfc3464-66', 'failed 5.0.0'],
  ['rfc3834-01', 'auto-reply'],
  ['rfc3834-05', 'auto-reply'],
  ['rhost-aol-01', 'failed 5.4.4'],
  ['rhost-aol-02', 'failed 5.2.2'],
  ['rhost-apple-01', 'failed 5.1.6 bad'],
  ['rhost-apple-02', 'failed 5.7.1'],
  ['rhost-cloudflare-01', 'failed 4.3.0'],
  ['rhost-cox-01', 'failed 5.1.0 bad'],
  ['rhost-facebook-03', 'failed 5.1.1 bad'],
  ['rhost-facebook-04', 'failed 5.1.1 bad'],
  ['rhost-franceptt-01', 'failed 5.1.1 bad'],
  ['rhost-franceptt-05', 'failed 5.5.0'],
  ['rhost-godaddy-03', 'failed 5.1.1 bad'],
  ['rhost-google-01', 'failed 5.2.1 bad'],
  ['rhost-google-03', 'failed 5.7.26'],
  ['rhost-gsuite-01', 'failed 5.0.0 bad'],
  ['rhost-gsuite-02', 'failed 5.0.0'],
  ['rhost-kddi-01', 'failed 5.2.0'],
  ['rhost-messagelabs-01', 'failed 5.0.0'],
  ['rhost-messagelabs-02', 'failed 5.0.0'],
  ['rhost-microsoft-01', 'failed 5.7.606'],
  ['rhost-microsoft-03', 'failed 5.1.10 bad'],
  ['rhost-mimecast-02', 'failed 5.0.0'],
  ['rhost-nttdocomo-01', 'failed 5.2.0'],
  ['rhost-nttdocomo-03', 'failed 5.0.0'],
  ['rhost-outlook-01', 'failed 5.2.2'],
  ['rhost-outlook-02', 'failed 5.1.1 bad'],
  ['rhost-tencent-02', 'failed 5.0.0'],
  ['rhost-tencent-03', 'failed 5.0.0'],
  ['rhost-yahooinc-01', 'failed 5.7.9'],
  ['rhost-zoho-02', 'failed 5.7.7'],
  ['rhost-zoho-04', 'failed 5.4.1'],
];

describe.skipIf(absent)(
  `bounces as they came${absent ? ' (skipped: ../shared/corpora is not here)' : ''}`,
  () => {
    it.each(EXPECTED)('%s is %s', (name, expected) => {
      expect(classify(name)).toBe(expected);
    });

    it('none stops the reader, none is good news, and none names a notice of ours', () => {
      const names = readdirSync(corpus).map((file) => file.replace(/\.eml$/, ''));
      const classes = names.map(classify);
      expect(classes.length).toBeGreaterThan(150);
      expect(classes.filter((one) => /^(delivered|relayed|expanded)/.test(one))).toEqual([]);
      const reports = names.map((name) => readReport(readFileSync(`${corpus}${name}.eml`, 'latin1')));
      expect(reports.filter((read) => read.kind === 'report' && read.names.length > 0)).toEqual([]);
    });

    it('is a report wherever there is one: one recipient, an action', () => {
      const count = (pattern: RegExp): number =>
        readdirSync(corpus).filter((file) => pattern.test(classify(file.replace(/\.eml$/, '')))).length;
      expect({
        failed: count(/^failed/),
        delayed: count(/^delayed/),
        several: count(/^several/),
        illFormed: count(/^ill/),
      }).toEqual({ failed: 125, delayed: 4, several: 5, illFormed: 2 });
    });
  },
);
