import { describe, expect, it } from 'vitest';

import { claimMs, noticesConfig, smtpOptions } from './notices.config.js';

const read = (more: Record<string, string>) =>
  noticesConfig.safeParse({ LAZARET_BRANDS: 'brands.json', ...more });

describe('settings of letters', () => {
  it.each([
    ['smtp://mail.isp.example:2525', { host: 'mail.isp.example', port: 2525, tls: 'required' }],
    ['smtp://mail.isp.example', { host: 'mail.isp.example', port: 587, tls: 'required' }],
    ['smtps://mail.isp.example', { host: 'mail.isp.example', port: 465, tls: 'implicit' }],
    ['smtp://127.0.0.1:1025', { host: '127.0.0.1', port: 1025, tls: 'none' }],
    ['smtp://[::1]:1025', { host: '::1', port: 1025, tls: 'none' }],
  ])('%s', (url, expected) => {
    const { data } = read({ LAZARET_SMTP_URL: url });
    expect(data && smtpOptions(data)).toMatchObject({ ...expected, connections: 5, timeoutMs: 30_000 });
  });

  it.each(['mail.isp.example', 'http://mail.isp.example', 'smtp://user:word@mail.isp.example', ''])(
    'refuse %j',
    (url) => {
      expect(read({ LAZARET_SMTP_URL: url }).success).toBe(false);
    },
  );

  it('never show the password', () => {
    const { data } = read({
      LAZARET_SMTP_URL: 'smtp://mail.isp.example',
      LAZARET_SMTP_USER: 'u',
      LAZARET_SMTP_PASSWORD: 'hunter2',
    });
    expect(JSON.stringify(data)).not.toContain('hunter2');
    expect(data && smtpOptions(data).password?.reveal()).toBe('hunter2');
  });

  it('keep a claim longer than one mail may take', () => {
    const { data } = read({ LAZARET_SMTP_URL: 'smtp://m.example', LAZARET_SMTP_TIMEOUT_SECONDS: '20' });
    expect(data && claimMs(data)).toBe(60_000);
    expect(data && claimMs({ ...data, LAZARET_NOTICE_CLAIM_SECONDS: 10 })).toBe(40_000);
  });
});
