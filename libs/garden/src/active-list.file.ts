import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

import { ACCESS_KINDS, GARDEN_PROFILES, Refused, type Secret } from '@lazaret/kernel';

const entry = z.strictObject({
  nas: z.string(),
  acctSessionId: z.string(),
  holder: z.strictObject({ kind: z.enum(ACCESS_KINDS), value: z.string() }).nullable(),
  profile: z.enum(GARDEN_PROFILES),
  heldUntil: z.coerce.date(),
  /** When its stay ends at the latest, however often the hold is renewed; null in lists of earlier versions. */
  endsAt: z.coerce.date().nullable().default(null),
});
/** One session that may be held in the network: enough to let it out with nothing but this file and the NAS file. */
export type ActiveEntry = z.output<typeof entry>;

const schema = z.strictObject({
  writtenAt: z.coerce.date(),
  entries: z.array(entry).max(1_000_000),
  mac: z.string(),
});

/** What a list says, and whether it is word for word ours. */
export interface ReadList {
  readonly writtenAt: Date;
  readonly entries: readonly ActiveEntry[];
  readonly genuine: boolean;
}

/** Keeps, on this machine, what may be held in the network, for the day on which nothing else is there. */
export abstract class ActiveList {
  /** Before every order to the network: all that may be held, the sessions of that order among it. */
  abstract write(entries: readonly ActiveEntry[]): Promise<void>;
}

/** A file only its owner may read, for it names sessions. Signed, so that a list somebody else wrote is known as such. */
export class ActiveListFile extends ActiveList {
  constructor(
    private readonly path: string,
    private readonly key: Secret,
  ) {
    super();
  }

  override async write(entries: readonly ActiveEntry[]): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const body = { writtenAt: new Date(), entries };
    const draft = `${this.path}.${process.pid}`;
    await writeFile(draft, `${JSON.stringify({ ...body, mac: this.sign(body) })}\n`, {
      mode: 0o600,
      flush: true,
    });
    await rename(draft, this.path);
  }

  /** @throws Refused when there is no list, or none that can be read */
  async read(): Promise<ReadList> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (cause) {
      throw new Refused(`there is no list of held sessions at ${this.path}`, { cause });
    }
    try {
      const content = JSON.parse(text) as { mac?: unknown };
      const { mac, ...list } = schema.parse(content);
      const { mac: _, ...body } = content;
      return { ...list, genuine: sameText(mac, this.sign(body)) };
    } catch (cause) {
      throw new Refused(`the list of held sessions at ${this.path} cannot be read`, { cause });
    }
  }

  private sign(body: object): string {
    return createHmac('sha256', this.key.reveal()).update(JSON.stringify(body)).digest('hex');
  }
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
