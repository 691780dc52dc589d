import { open, stat } from 'node:fs/promises';

import type { Tx } from '@lazaret/platform';

/** Seconds spent in the statements of a batch, by name; and their plans, when asked to keep them. */
export class StatementWatch {
  readonly #seconds = new Map<string, number>();
  readonly plans = new Map<string, string>();
  /** PostgreSQL's log, while plans are wanted. */
  explainTo: string | undefined;

  /** Watches a method of a service whose first argument is the transaction. */
  watch<Service extends object>(
    service: Service,
    method: keyof Service & string,
    name: string = method,
  ): void {
    const plain = service[method] as (...args: unknown[]) => Promise<unknown>;
    const watched = async (...args: unknown[]): Promise<unknown> => {
      const work = (): Promise<unknown> => plain.apply(service, args);
      if (this.explainTo !== undefined) return this.explained(name, args[0] as Tx, this.explainTo, work);
      const from = performance.now();
      const answer = await work();
      this.#seconds.set(name, (this.#seconds.get(name) ?? 0) + (performance.now() - from) / 1_000);
      return answer;
    };
    Object.assign(service, { [method]: watched });
  }

  /** What was spent since the last call. */
  take(): Record<string, number> {
    const spent = Object.fromEntries(this.#seconds);
    this.#seconds.clear();
    return spent;
  }

  private async explained(name: string, tx: Tx, log: string, work: () => Promise<unknown>): Promise<unknown> {
    await tx.query(
      `load 'auto_explain';
       set local auto_explain.log_min_duration = 0; set local auto_explain.log_analyze = on;
       set local auto_explain.log_buffers = on; set local auto_explain.log_triggers = on`,
    );
    const { size } = await stat(log);
    const answer = await work();
    await tx.query('set local auto_explain.log_min_duration = -1');
    this.plans.set(name, plansIn(await readFrom(log, size)));
    return answer;
  }
}

async function readFrom(path: string, start: number): Promise<string> {
  const file = await open(path);
  try {
    const pieces: string[] = [];
    for await (const piece of file.createReadStream({ start, encoding: 'utf8' })) pieces.push(String(piece));
    return pieces.join('');
  } finally {
    await file.close();
  }
}

/** The plans in a piece of the log, each under its duration, without the text of the query. */
function plansIn(log: string): string {
  return log
    .split(/^.*LOG: +(?=duration: )/m)
    .slice(1)
    .map((entry) => {
      const [duration = '', ...lines] = entry.split('\n');
      const plan = lines.slice(lines.findIndex((line) => line.includes('(cost=')));
      return [duration.replace(/ +plan:$/, ''), ...plan].join('\n').trimEnd();
    })
    .join('\n\n');
}
