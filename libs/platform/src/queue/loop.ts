import { setImmediate } from 'node:timers/promises';

export interface LoopOptions {
  /** Named to `onError`. */
  readonly name: string;
  /** One turn; answers whether it found work, so that there may be more. */
  readonly run: (signal: AbortSignal) => Promise<boolean>;
  readonly onError: (name: string, error: unknown) => void;
  /** Longest wait for news, in milliseconds of real time. Default 1 s. */
  readonly pollMs?: number;
  /** Waits after the first and after many failures in a row. Default 1 s and 30 s. */
  readonly backoffMs?: readonly [first: number, most: number];
}

/**
 * Takes turns for ever: again at once while there is work, else when woken or after `pollMs`. A turn that throws is
 * told to `onError` and followed by a wait that doubles and that no wake-up shortens.
 */
export class Loop {
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #woken = false;
  /** The wait going on, and whether news may end it. */
  #waiting: { readonly forNews: boolean; readonly end: () => void } | undefined;

  constructor(private readonly options: LoopOptions) {}

  start(): void {
    this.#running ??= this.#turns();
  }

  /** There may be work. Heard also in the middle of a turn. */
  wake(): void {
    this.#woken = true;
    if (this.#waiting?.forNews) this.#waiting.end();
  }

  /** Asks the running turn to give up, by its signal, and resolves when it has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#waiting?.end();
    await this.#running;
  }

  async #turns(): Promise<void> {
    const { run, name, onError, pollMs = 1_000, backoffMs = [1_000, 30_000] } = this.options;
    const { signal } = this.#stopping;
    let failures = 0;
    while (!signal.aborted) {
      this.#woken = false;
      try {
        const worked = await run(signal);
        failures = 0;
        // A turn may find work without ever leaving this tick; timers and sockets want theirs.
        if (worked) await setImmediate();
        else if (!this.#woken) await this.#wait(pollMs, true);
      } catch (error) {
        if (signal.aborted) return;
        onError(name, error);
        failures += 1;
        await this.#wait(backoff(failures, backoffMs), false);
      }
    }
  }

  async #wait(ms: number, forNews: boolean): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#waiting = {
        forNews,
        end: () => {
          clearTimeout(timer);
          resolve();
        },
      };
    });
    this.#waiting = undefined;
  }
}

/** Milliseconds to wait after so many failures in a row. */
export function backoff(failures: number, [first, most]: readonly [first: number, most: number]): number {
  return Math.min(most, first * 2 ** Math.min(failures - 1, 30));
}
