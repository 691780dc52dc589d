import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { ContactRepository } from './contact.repository.js';
import { Access, Contact, Line, Subscriber, Tenure } from './directory.entity.js';
import { DirectoryService } from './directory.service.js';
import { ImportRunRepository } from './import/import-run.repository.js';
import { DirectoryImportService } from './import/import.service.js';
import { MergeLinesRepository } from './import/merge-lines.repository.js';
import { MergePeopleRepository } from './import/merge-people.repository.js';
import { MergeSpansRepository } from './import/merge-spans.repository.js';
import { StageRepository } from './import/stage.repository.js';
import { LineRepository } from './line.repository.js';
import { LookupRepository } from './lookup.repository.js';

/** The room's services, put together by hand. */
export function makeDirectory(): { directory: DirectoryService; imports: DirectoryImportService } {
  return {
    directory: new DirectoryService(new LineRepository(), new ContactRepository(), new LookupRepository()),
    imports: new DirectoryImportService(
      new StageRepository(),
      new MergeLinesRepository(),
      new MergePeopleRepository(),
      new MergeSpansRepository(),
      new ImportRunRepository(),
    ),
  };
}

const LONG_AGO = new Date('2026-01-01T00:00:00Z');

export async function makeLine(tx: Tx, ref: string, with_: Partial<Line> = {}): Promise<Line> {
  const line = { ref, class: 'residential' as const, confinable: true, timeZone: 'Europe/London', ...with_ };
  return tx.manager.save(tx.manager.create(Line, line));
}

/** A subscriber who can be reached at `<ref>@mail.example`, in lower case. */
export async function makeSubscriber(
  tx: Tx,
  ref: string,
  with_: Partial<Subscriber> = {},
): Promise<Subscriber> {
  const subscriber = await tx.manager.save(
    tx.manager.create(Subscriber, { ref, kind: 'person' as const, ...with_ }),
  );
  const value = `${ref.toLowerCase()}@mail.example`;
  await tx.manager.save(
    tx.manager.create(Contact, { subscriberId: subscriber.id, channel: 'email', value, priority: 0 }),
  );
  return subscriber;
}

/** One more way to reach a subscriber. */
export async function makeContact(
  tx: Tx,
  subscriber: Subscriber,
  value: string,
  channel: Contact['channel'] = 'phone',
): Promise<Contact> {
  return tx.manager.save(
    tx.manager.create(Contact, { subscriberId: subscriber.id, channel, value, priority: 1 }),
  );
}

export async function makeTenure(
  tx: Tx,
  line: Line,
  subscriber: Subscriber,
  span: { from?: Instant; to?: Instant | null } = {},
): Promise<Tenure> {
  const { from = LONG_AGO, to = null } = span;
  return tx.manager.save(
    tx.manager.create(Tenure, { lineId: line.id, subscriberId: subscriber.id, validFrom: from, validTo: to }),
  );
}

/** The line's `user-name`, unless told otherwise. */
export async function makeAccess(
  tx: Tx,
  line: Line,
  value: string,
  with_: Partial<Access> = {},
): Promise<Access> {
  const access = { lineId: line.id, kind: 'user-name' as const, value, validFrom: LONG_AGO, ...with_ };
  return tx.manager.save(tx.manager.create(Access, access));
}

/** A file for the import, as the pieces in which a disk gives one. */
export async function* piecesOf(text: string, size = 1024): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
