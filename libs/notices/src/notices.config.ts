import { z } from 'zod';

import { Secret } from '@lazaret/kernel';

import type { SmtpOptions } from './mailer.smtp.js';

const smtpUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const fault =
    url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === ''
      ? 'write smtp://host:port, or smtps://host:port for TLS from the first byte'
      : url.username !== '' || url.password !== ''
        ? 'put the user into LAZARET_SMTP_USER and the password into LAZARET_SMTP_PASSWORD'
        : null;
  if (url !== null && fault === null) return url;
  context.addIssue({ code: 'custom', message: fault ?? 'not an address' });
  return z.NEVER;
});

/** Settings of this room; an app reads them from its environment. */
export const noticesConfig = z.object({
  LAZARET_BRANDS: z
    .string()
    .min(1)
    .describe('File of brands: names, telephone numbers and senders of letters'),
  LAZARET_SMTP_URL: smtpUrl.describe(
    'Mail server that takes our letters: smtp://host:port or smtps://host:port',
  ),
  LAZARET_SMTP_TLS: z
    .enum(['auto', 'required', 'none'])
    .default('auto')
    .describe('auto asks for STARTTLS unless the server is on this machine'),
  LAZARET_SMTP_USER: z.string().min(1).optional().describe('User at the mail server'),
  LAZARET_SMTP_PASSWORD: z
    .string()
    .min(1)
    .transform((password) => new Secret(password))
    .optional()
    .describe('Password at the mail server'),
  LAZARET_SMTP_NAME: z
    .string()
    .regex(/^[a-z0-9.-]+$/i)
    .optional()
    .describe('Our name in EHLO; the name of this machine if not set'),
  LAZARET_SMTP_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(20)
    .default(5)
    .describe('Connections side by side'),
  LAZARET_SMTP_TIMEOUT_SECONDS: z.coerce
    .number()
    .min(1)
    .max(300)
    .default(30)
    .describe('Longest time for one mail'),
  LAZARET_BOUNCES_DIR: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Maildir into which the mail server puts what comes back to bounce+…; reports of delivery are read there',
    ),
  LAZARET_NOTICE_CLAIM_SECONDS: z.coerce
    .number()
    .min(2)
    .max(900)
    .default(60)
    .describe(
      'How long a sender that does not answer keeps its letters; never less than twice the time for one mail',
    ),
});

/** How long a claim holds, in ms: never so short that a mail under way is taken over. */
export function claimMs(config: z.output<typeof noticesConfig>): number {
  return 1_000 * Math.max(config.LAZARET_NOTICE_CLAIM_SECONDS, 2 * config.LAZARET_SMTP_TIMEOUT_SECONDS);
}

/** @param config as read by `noticesConfig` */
export function smtpOptions(config: z.output<typeof noticesConfig>): SmtpOptions {
  const url = config.LAZARET_SMTP_URL;
  const implicit = url.protocol === 'smtps:';
  const here = /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname);
  const plain = config.LAZARET_SMTP_TLS === 'none' || (config.LAZARET_SMTP_TLS === 'auto' && here);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (implicit ? 465 : 587) : Number(url.port),
    tls: implicit ? 'implicit' : plain ? 'none' : 'required',
    user: config.LAZARET_SMTP_USER,
    password: config.LAZARET_SMTP_PASSWORD,
    name: config.LAZARET_SMTP_NAME,
    connections: config.LAZARET_SMTP_CONNECTIONS,
    timeoutMs: config.LAZARET_SMTP_TIMEOUT_SECONDS * 1_000,
  };
}
