import { z } from 'zod';

import { IpPrefix, Refused } from '@lazaret/kernel';

/** Where a site is, as its visitors reach it: `https://host`, without a path. */
export const originText = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search + url.hash === '')
    return url;
  context.addIssue({ code: 'custom', message: 'write https://host, without a path' });
  return z.NEVER;
});

/** Blocks of addresses with commas between. */
export const addressBlocks = z.string().transform((text, context): readonly IpPrefix[] => {
  try {
    return text
      .split(/[\s,]+/)
      .filter((part) => part !== '')
      .map((part) => IpPrefix.parse(part));
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: error instanceof Refused ? error.message : 'not address blocks',
    });
    return z.NEVER;
  }
});

/** A port to listen on; 0 takes a free one. */
export const portNumber = z.coerce.number().int().min(0).max(65_535);

/** Whether a host name can only mean the machine that asks. */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/.test(host);
}
