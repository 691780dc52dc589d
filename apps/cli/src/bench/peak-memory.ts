import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The resident set of this process at its largest while `work` runs, in MB, without what was left from before. */
export async function peakMemory<T>(
  work: () => Promise<T>,
): Promise<{ readonly answer: T; readonly megabytes: number }> {
  collectGarbage();
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss() / 1_048_576);
  };
  const timer = setInterval(look, 20);
  try {
    const answer = await work();
    look();
    return { answer, megabytes: peak };
  } finally {
    clearInterval(timer);
  }
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
