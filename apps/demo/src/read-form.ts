import type { IncomingMessage } from 'node:http';

import { Refused } from '@lazaret/kernel';

const LARGEST = 4_096;

/** The fields of a form. @throws Refused when it is none, or too long */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    throw new Refused('that is no form');
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LARGEST) throw new Refused('that form is too long');
  }
  return new URLSearchParams(text);
}
