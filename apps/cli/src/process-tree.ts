import { fork, type ChildProcess } from 'node:child_process';

import { Unavailable } from '@lazaret/kernel';

const PATIENCE_MS = 25_000;

/** What a child says over its channel: that it can be used (`ready`), where it stands (`progress`), or more. */
export type Message = Readonly<Record<string, unknown>>;

/**
 * The processes of `lazaret up`. A child that loses its parent's channel stops by itself, so that nothing is left
 * behind even when the parent is killed.
 */
export class ProcessTree {
  #children = new Map<string, ChildProcess>();
  /** What each said, in order; a message may come before anybody asks for it. */
  #said = new Map<string, Message[]>();
  #stopping = false;

  constructor(
    private readonly onExit: (name: string, code: number | null) => void,
    private readonly onProgress: (text: string) => void,
  ) {}

  /** Starts `script` and waits until it says that it is ready. @throws Unavailable when it ends first or takes too long */
  async start(name: string, script: string, env: NodeJS.ProcessEnv): Promise<Message> {
    // Our stdout is for results; what a child logs goes where trouble and progress go.
    const child = fork(script, [], { env, stdio: ['ignore', process.stderr, 'inherit', 'ipc'] });
    this.#children.set(name, child);
    const said: Message[] = [];
    this.#said.set(name, said);
    child.on('message', (message: Message) => {
      if (message['progress'] === undefined) said.push(message);
      if (typeof message['progress'] === 'string') this.onProgress(message['progress']);
    });
    child.once('exit', (code) => {
      this.#children.delete(name);
      if (!this.#stopping) this.onExit(name, code);
    });
    return this.hear(name, 'ready', 120);
  }

  /** The first message of `name` that has `key`. @throws Unavailable when it ends first or takes too long */
  async hear(name: string, key: string, seconds: number): Promise<Message> {
    const child = this.#children.get(name);
    if (!child) throw new Unavailable(`${name} is not running`);
    const heard = this.#said.get(name)?.find((message) => message[key] !== undefined);
    if (heard) return heard;
    return new Promise((resolve, reject) => {
      const give = (): void => {
        clearTimeout(timer);
        child.off('message', listen);
        child.off('exit', ended);
      };
      const listen = (message: Message): void => {
        if (message[key] === undefined) return;
        give();
        resolve(message);
      };
      const ended = (code: number | null): void => {
        give();
        reject(new Unavailable(`${name} ended (exit code ${code ?? 'none'}) before it was ${key}`));
      };
      const timer = setTimeout(() => {
        give();
        reject(new Unavailable(`${name} was not ${key} after ${seconds} s`));
      }, seconds * 1_000);
      child.on('message', listen);
      child.on('exit', ended);
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
