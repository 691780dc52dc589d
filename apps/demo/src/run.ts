import 'reflect-metadata';

import { MOST_DAYS } from './calendar.js';
import { runDays } from './run-days.js';

/** Started by `lazaret demo run` with the number of days and the seed; tells progress and the result over its channel. */
const [days, seed] = process.argv.slice(2).map(Number);
const tell = (progress: string): void => void process.send?.({ progress });
try {
  if (!(Number.isInteger(days) && Number.isInteger(seed) && days && days <= MOST_DAYS))
    throw new RangeError(`write a number of days up to ${MOST_DAYS}, and a seed`);
  const result = await runDays({ days, seed: seed ?? 0 }, tell);
  if (process.send) process.send({ result });
  else process.stdout.write(`${JSON.stringify(result)}\n`);
} catch (error) {
  process.stderr.write(`demo: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
} finally {
  process.disconnect?.();
}
