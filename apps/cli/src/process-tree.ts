import { fork, type ChildProcess } from 'node:child_process';

import { Unavailable } from '@lazaret/kernel';

const PATIENCE_MS = 25_000;

/** What a child says over its channel when it can be used. */
export type Ready = Readonly<Record<string, unknown>> & { readonly ready: true };

/**
 * The processes of `lazaret up`. A child that loses its parent's channel stops by itself, so that nothing is left
 * behind even when the parent is killed.
 */
export class ProcessTree {
  #children = new Map<string, ChildProcess>();
  #stopping = false;

  constructor(private readonly onExit: (name: string, code: number | null) => void) {}

  /** Starts `script` and waits until it says `{ ready: true, … }`. @throws Unavailable when it ends first */
  async start(name: string, script: string, env: NodeJS.ProcessEnv, ready = 120_000): Promise<Ready> {
    const child = fork(script, [], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#children.set(name, child);
    child.on('exit', (code) => {
      this.#children.delete(name);
      if (!this.#stopping) this.onExit(name, code);
    });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Unavailable(`${name} was not ready after ${ready / 1000} s`)),
        ready,
      );
      child.on('message', (message) => {
        if (!isReady(message)) return;
        clearTimeout(timer);
        resolve(message);
      });
      child.on('exit', (code) => {
        clearTimeout(timer);
        reject(new Unavailable(`${name} ended before it was ready (exit code ${code ?? 'none'})`));
      });
    });
  }

  /** Asks every child to finish what it is doing, and insists after a while. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(
      [...this.#children.values()].map(
        (child) =>
          new Promise<void>((done) => {
            const insist = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
            child.once('exit', () => {
              clearTimeout(insist);
              done();
            });
            child.kill('SIGTERM');
          }),
      ),
    );
  }
}

function isReady(message: unknown): message is Ready {
  return typeof message === 'object' && message !== null && 'ready' in message && message.ready === true;
}
