import { Broken } from '@lazaret/kernel';

import { briefError } from '../queue/brief-error.js';

/** What a check found. Healthy means that work is not late, not that something answers a ping. */
export interface CheckResult {
  readonly ok: boolean;
  /** For the person who must mend it. Nothing about a person, no secret. */
  readonly detail?: string;
  /** The age of the oldest due work. */
  readonly ageSeconds?: number;
}

export interface HealthReport {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

interface Check {
  readonly look: () => Promise<CheckResult>;
  readonly timeoutMs: number;
  /** A look that has not come back yet. It is waited for again rather than doubled. */
  running?: Promise<CheckResult>;
}

/** The checks of a process, by name. */
export class Health {
  readonly #checks = new Map<string, Check>();

  /** @param timeoutMs how long an answer may take before it counts as none. @throws Broken when the name is taken. */
  add(name: string, look: () => Promise<CheckResult>, timeoutMs = 2_000): void {
    if (this.#checks.has(name)) throw new Broken(`two health checks are called ${name}`);
    this.#checks.set(name, { look, timeoutMs });
  }

  /** All checks at once. Never throws: what fails or is late is not ok. */
  async report(): Promise<HealthReport> {
    const checks = await Promise.all(
      [...this.#checks].map(async ([name, check]) => [name, await answerOf(check)] as const),
    );
    return { ok: checks.every(([, result]) => result.ok), checks: Object.fromEntries(checks) };
  }
}

async function answerOf(check: Check): Promise<CheckResult> {
  check.running ??= attempt(check.look).finally(() => delete check.running);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(
      () => resolve({ ok: false, detail: `no answer within ${check.timeoutMs} ms` }),
      check.timeoutMs,
    );
  });
  try {
    return await Promise.race([check.running, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(look: () => Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await look();
  } catch (error) {
    return { ok: false, detail: briefError(error) };
  }
}
