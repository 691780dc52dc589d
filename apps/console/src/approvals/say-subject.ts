import type { Words } from '../words/words.js';

const CASE = /^case ([0-9A-Z]{4}-[0-9A-Z]{4}), line (.+)$/;
const POLICY = /^policy (.+)$/;

/** What an approval is about, in the language of who reads it; what is not known stays as the API says it. */
export function saySubject(subject: string, { approvals: { subject: said } }: Words): string {
  const [, code, line] = CASE.exec(subject) ?? [];
  if (line !== undefined && code !== undefined) return said.case(line, code);
  const [, version] = POLICY.exec(subject) ?? [];
  return version === undefined ? subject : said.policy(version);
}
