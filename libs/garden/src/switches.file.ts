import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

import { NOTHING_STOPPED, type Switches } from './switches.js';

const signed = z.strictObject({ by: z.string(), at: z.coerce.date() });
const scope = z.union([
  z.literal('all'),
  z.strictObject({ nas: z.string() }),
  z.strictObject({ region: z.string() }),
]);
const schema = z.strictObject({
  stopNew: signed.nullable(),
  releaseAll: z.array(signed.extend({ scope })).max(1_000),
  resume: signed.nullable(),
});

/** Where the switches stand: a file on this machine, which a person can write when nothing else works. */
export abstract class SwitchBoard {
  abstract read(): Promise<Switches>;

  /** All of it or nothing, also when the machine stops in the middle. @throws Refused where there is no such place */
  abstract write(switches: Switches): Promise<void>;
}

export class SwitchFile extends SwitchBoard {
  constructor(private readonly path: string) {
    super();
  }

  /** No file: nothing is stopped. A file that cannot be read stops new confinements: it is there because somebody wanted to. */
  override async read(): Promise<Switches> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NOTHING_STOPPED;
      return UNREADABLE;
    }
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      return UNREADABLE;
    }
  }

  override async write(switches: Switches): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const draft = `${this.path}.${process.pid}`;
    await writeFile(draft, `${JSON.stringify(switches, null, 2)}\n`, { flush: true });
    await rename(draft, this.path);
  }
}

const UNREADABLE: Switches = {
  ...NOTHING_STOPPED,
  stopNew: { by: 'a stop file that cannot be read', at: new Date(0) },
};
