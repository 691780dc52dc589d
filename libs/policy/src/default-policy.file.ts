import { readFile } from 'node:fs/promises';

/** The policy a new house starts with, as text. */
export async function readDefaultPolicy(): Promise<string> {
  return readFile(new URL('../assets/default.policy.yaml', import.meta.url), 'utf8');
}
