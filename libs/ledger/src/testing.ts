import { Registry } from 'prom-client';

import { fillBatch, openBatch, type BatchRow, type Tx } from '@lazaret/platform';

import { readAccounting, type AccountingRecord } from './accounting-record.js';
import { DetailReader, type DetailEntry } from './detail.js';
import { HeldDayRepository } from './held-day.repository.js';
import { LedgerImportService } from './ledger-import.service.js';
import { LedgerMetrics } from './ledger.metrics.js';
import { LedgerRepository } from './ledger.repository.js';
import { LedgerService } from './ledger.service.js';
import { OpenSessionRepository } from './open-session.repository.js';
import { PrefixRepository } from './prefix.repository.js';
import { SessionRepository } from './session.repository.js';
import { UnknownHolderRepository } from './unknown-holder.repository.js';

/** Makers for specs of this and other packages. */

const START: Record<string, string> = {
  'Acct-Status-Type': 'Start',
  'Acct-Session-Id': '"0A1B2C"',
  'User-Name': '"alice@isp.example"',
  'NAS-IP-Address': '192.0.2.1',
  'Framed-IP-Address': '203.0.113.7',
};

/**
 * One record of a FreeRADIUS `detail` file. Values are written as they stand there (text in double quotes); null
 * leaves an attribute out, a list repeats it. The date line is `at` in UTC, as is `Timestamp`.
 */
export function aDetailRecord(
  at: string | Date,
  attributes: Record<string, string | number | null | readonly string[]> = {},
): string {
  const received = new Date(at);
  const lines = Object.entries({
    ...START,
    Timestamp: Math.floor(received.getTime() / 1000),
    ...attributes,
  })
    .filter(([, value]) => value !== null)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? (value as string[]) : [String(value)]).map((v) => `\t${name} = ${v}`),
    );
  return `${dateLine(received)}\n${lines.join('\n')}\n\n`;
}

/** A `detail` file of these records. */
export function aDetailFile(...records: readonly string[]): string {
  return records.join('');
}

function dateLine(at: Date): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = at
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${weekday} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`;
}

/** The room's services, wired by hand. */
export function makeLedger(): {
  ledger: LedgerService;
  imports: LedgerImportService;
  repository: LedgerRepository;
} {
  const repository = new LedgerRepository();
  const metrics = new LedgerMetrics(new Registry());
  return {
    repository,
    ledger: new LedgerService(
      repository,
      new UnknownHolderRepository(),
      new OpenSessionRepository(),
      new HeldDayRepository(),
      metrics,
    ),
    imports: new LedgerImportService(repository, new SessionRepository(), new PrefixRepository(), metrics),
  };
}

/** Every entry of a `detail` text. */
export function readDetail(text: string): DetailEntry[] {
  const reader = new DetailReader();
  const lines = text.split('\n').map((line, i) => ({ n: i + 1, text: line }));
  return [...lines.flatMap((line) => reader.take(line)), ...reader.end()];
}

/** The accounting records of a `detail` text written in UTC. @throws when one cannot be read. */
export function accountingOf(text: string): AccountingRecord[] {
  return readDetail(text).map((entry) => {
    const read = 'record' in entry ? readAccounting(entry.record, 'UTC') : entry.aside;
    if ('reason' in read) throw new Error(`line ${read.line}: ${read.reason}`);
    return read;
  });
}

/** What an observation asks the ledger; the rest of the batch row does not concern it. */
export interface Asked {
  readonly id: number;
  readonly address: string;
  readonly at: Date;
  readonly port?: number | null;
  readonly protocol?: number;
  readonly precisionMs?: number;
}

export interface Answered {
  readonly id: number;
  readonly outcome: string;
  readonly access: string | null;
  readonly leaseId: number | null;
}

/** Opens a batch in this transaction, correlates it and hands back what the ledger filled in, in the order asked. */
export async function correlated(
  tx: Tx,
  ledger: Pick<LedgerService, 'correlate'>,
  asked: readonly Asked[],
  now: Date,
): Promise<Answered[]> {
  await openBatch(tx);
  await fillBatch(tx, asked.map(batchRow));
  await tx.query(
    'update batch b set observation_id = i.id from unnest($1::bigint[]) with ordinality i (id, n) where b.n = i.n - 1',
    [asked.map((a) => a.id)],
  );
  await ledger.correlate(tx, now);
  const rows = await tx.query<Answered>(
    `select observation_id as id, outcome, access_kind || ':' || access_value as access, lease_id as "leaseId" from batch order by n`,
  );
  await tx.query('drop table batch');
  return rows;
}

function batchRow(asked: Asked, n: number): BatchRow {
  return {
    n,
    feedId: 1,
    reportId: 1,
    reportLine: n + 2,
    reportType: 'test',
    digest: `00000000-0000-0000-0000-${n.toString(16).padStart(12, '0')}`,
    seenAt: asked.at,
    precisionMs: asked.precisionMs ?? 1000,
    receivedAt: asked.at,
    address: asked.address,
    port: asked.port ?? null,
    protocol: asked.protocol ?? 0,
    class: 'infected',
    role: 'actor',
    spoofable: false,
    severity: 3,
    taxonomy: 'malicious-code',
    type: 'infected-system',
    identifier: null,
    malware: null,
    upstream: 'test',
    active: true,
    attributes: '{}',
  };
}
