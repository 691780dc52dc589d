import { utimes } from 'node:fs/promises';
import { join } from 'node:path';

import { House, until } from '../house.js';

/** A Thursday morning; the domain's time stands still but for a minute a delivery. */
const NOW = new Date('2026-11-12T10:00:00Z');
const SINCE = '2025-01-01T00:00:00Z';
const MINUTE = 60_000;

/** What must never be written where anybody but the mail server reads it. */
const SMTP_PASSWORD = 'canary-Xu7-smtp-password';
const MAIL_DOMAIN = 'inbox.example';

/** A short lease, so that jobs lost with a queue or a worker are given out again within seconds. */
const SETTINGS = {
  LAZARET_JOB_LEASE_SECONDS: '3',
  LAZARET_SMTP_TIMEOUT_SECONDS: '10',
  LAZARET_SMTP_USER: 'lazaret',
  LAZARET_SMTP_PASSWORD: SMTP_PASSWORD,
};

/**
 * For a worker that will be killed: a letter's claim (twice the time of a mail) ends before its job is given to another
 * (two thirds of a lease after the death at the earliest), so that the first try finds everything free.
 */
export const MORTAL = {
  LAZARET_JOB_LEASE_SECONDS: '7',
  LAZARET_SMTP_TIMEOUT_SECONDS: '2',
  LAZARET_NOTICE_CLAIM_SECONDS: '2',
};

/** A house with a provider in it whose lines each hold one address; reports about them lead to letters. */
export class Provider {
  #delivered = 0;
  #told = 0;

  private constructor(readonly house: House) {}

  /** @param lines how many: every delivery takes lines of its own */
  static async open(lines: number): Promise<Provider> {
    const house = await House.open(SETTINGS);
    try {
      await settle(house, lines);
    } catch (error) {
      await house.close();
      throw error;
    }
    return new Provider(house);
  }

  /**
   * Puts reports into the watched folder, `lines` sightings in each, about lines nobody has been told about, and makes
   * the feed due. @param perLine sightings of each line, a second apart
   */
  async deliver({
    reports = 1,
    lines,
    perLine = 1,
  }: {
    reports?: number;
    lines: number;
    perLine?: number;
  }): Promise<void> {
    for (let report = 0; report < reports; report++) {
      const rows: string[] = [];
      for (let line = 1; line <= lines; line++)
        for (let n = 0; n < perLine; n++) rows.push(sighting(this.#told + line, n));
      this.#told += lines;
      this.#delivered += 1;
      const name = `feeds/2026-11-12-event4_sinkhole-${this.#delivered}.csv`;
      const path = await this.house.file(name, [COLUMNS, ...rows, ''].join('\n'));
      // Nobody has written to it for a while, so one look is enough.
      const before = new Date(Date.now() - 2 * MINUTE);
      await utimes(path, before, before);
    }
    await this.house.rows(`update platform.clock set at = at + interval '1 minute'`);
    await this.house.rows('notify clock');
  }

  /** Everything done: every report parsed, every line told of settled, nothing left in the outbox. */
  async done(seconds = 60): Promise<void> {
    const look = async (): Promise<Undone | undefined> => {
      await this.#spy();
      return (await this.house.rows<Undone>(UNDONE))[0];
    };
    const all = (seen: Undone | undefined): boolean =>
      seen?.letters === this.#told && seen.open === 0 && seen.unread === 0 && seen.outbox === 0;
    await until(look, all, seconds);
  }

  /** Waits until `count` more letters arrived than now. */
  async arrive(count: number): Promise<void> {
    const goal = this.house.mail.mails.length + count;
    const look = async (): Promise<number> => {
      await this.#spy();
      return this.house.mail.mails.length;
    };
    await until(look, (arrived) => arrived >= goal);
  }

  /** Waits until PostgreSQL has noticed that a killed worker is gone: what it had sent is done or rolled back. */
  async forgotten(): Promise<void> {
    const sessions = `select count(*)::int as open from pg_stat_activity where application_name like 'lazaret %'`;
    await until(
      () => this.house.rows<{ open: number }>(sessions),
      ([seen]) => seen?.open === 0,
    );
  }

  /** Every letter there ever was, by what became of it. */
  async reckon(): Promise<Reckoning> {
    const arrived = new Map<string, number>();
    for (const { messageId = '' } of this.house.mail.mails)
      arrived.set(messageId, (arrived.get(messageId) ?? 0) + 1);
    const rows = await this.house.rows<{ id: number; messageId: string; state: string }>(
      `select id::int, message_id as "messageId", state from notices.notice order by id`,
    );
    const in_ = (state: string): number[] => rows.flatMap((row) => (row.state === state ? [row.id] : []));
    const times = ({ messageId }: { messageId: string }): number => arrived.get(messageId) ?? 0;
    const known = new Set(rows.map((row) => row.messageId));
    return {
      letters: rows.length,
      sent: in_('sent').length,
      sending: in_('sending'),
      uncertain: in_('uncertain'),
      lost: rows.filter((row) => row.state !== 'uncertain' && times(row) === 0).map((row) => row.id),
      unarrived: rows.filter((row) => times(row) === 0).map((row) => row.id),
      twice: rows.filter((row) => times(row) > 1).map((row) => row.id),
      strangers: [...arrived.keys()].filter((id) => !known.has(id)),
    };
  }

  /** Rows seen in the outbox and in the queue's tables while work was under way. */
  readonly queued = new Set<string>();

  /** Addresses of persons and secrets that stand in `text`: none, one hopes. */
  leaks(text: string): string[] {
    const secrets = [SMTP_PASSWORD, new URL(this.house.postgres.url('lazaret')).password];
    return [
      ...secrets.filter((secret) => text.includes(secret)),
      ...(text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? []),
    ];
  }

  async #spy(): Promise<void> {
    const tables = await this.house.rows<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname = 'bullmq' or (schemaname, tablename) = ('platform', 'outbox')`,
    );
    const all = tables.map(({ name }) => `select t::text as row from ${name} t`).join(' union all ');
    for (const { row } of await this.house.rows<{ row: string }>(all)) this.queued.add(row);
  }
}

export interface Reckoning {
  readonly letters: number;
  readonly sent: number;
  /** Ids of notices. `lost` are those that never arrived and of which nobody admits it. */
  readonly sending: readonly number[];
  readonly uncertain: readonly number[];
  readonly lost: readonly number[];
  readonly unarrived: readonly number[];
  readonly twice: readonly number[];
  /** Message ids nobody planned. */
  readonly strangers: readonly string[];
}

interface Undone {
  readonly letters: number;
  readonly open: number;
  readonly unread: number;
  readonly outbox: number;
}

const UNDONE = `
  select (select count(*) from notices.notice)::int as letters,
    (select count(*) from notices.notice where settled_at is null)::int as open,
    (select count(*) from feeds.report where finished_at is null)::int as unread,
    (select count(*) from platform.outbox)::int as outbox`;

const COLUMNS = 'timestamp,protocol,src_ip,src_port,dst_ip,dst_port,infection,severity,tag';

function sighting(line: number, n: number): string {
  const seen = new Date(NOW.getTime() - 60 * MINUTE + n * 1_000);
  const at = seen.toISOString().slice(0, 19).replace('T', ' ');
  return `${at},tcp,${address(line)},40000,192.88.99.7,23,mirai,critical,mirai`;
}

function address(line: number): string {
  return `198.18.${line >> 8}.${line & 255}`;
}

/** What any provider brings in before the first report. The three know nothing of each other. */
async function settle(house: House, lines: number): Promise<void> {
  await house.rows('update platform.clock set at = $1', [NOW]);
  const numbers = Array.from({ length: lines }, (_, index) => index + 1);
  await Promise.all([bringPeople(house, numbers), bringLeases(house, numbers), bringFeed(house)]);
}

async function bringPeople(house: House, numbers: readonly number[]): Promise<void> {
  const csv = (name: string, head: string, row: (line: number) => string): Promise<string> =>
    house.file(name, [head, ...numbers.map(row), ''].join('\n'));
  const files = await Promise.all([
    csv('lines.csv', 'ref,class,locale,time_zone', (n) => `L-${n},residential,en,Europe/London`),
    csv('subscribers.csv', 'ref,kind', (n) => `S-${n},person`),
    csv('access.csv', 'line,kind,value,from', (n) => `L-${n},user-name,user-${n},${SINCE}`),
    csv('tenures.csv', 'line,subscriber,from', (n) => `L-${n},S-${n},${SINCE}`),
    csv('contacts.csv', 'subscriber,channel,value', (n) => `S-${n},email,person-${n}@${MAIL_DOMAIN}`),
  ]);
  await lazaret(house, 'directory import', ...files);
}

async function bringLeases(house: House, numbers: readonly number[]): Promise<void> {
  const records = await house.file('detail', numbers.map(session).join(''));
  await lazaret(house, 'ledger import --format freeradius-detail --interim 21600', records);
  const plan = await house.file('prefixes.csv', 'prefix,class\n198.18.0.0/15,pool\n');
  await lazaret(house, 'ledger import --format prefixes', plan);
}

async function bringFeed(house: House): Promise<void> {
  const folder = join(house.folder, 'feeds');
  await lazaret(house, 'feed add sinkhole --format shadowserver --every 1 --directory', folder);
  await lazaret(house, 'feed activate sinkhole event4_sinkhole');
}

async function lazaret(house: House, words: string, ...paths: string[]): Promise<void> {
  const { code, stderr } = await house.run(...words.split(' '), ...paths);
  if (code !== 0) throw new Error(`lazaret ${words} ended with ${code}: ${stderr}`);
}

/** A session that began this morning and was last heard of a minute ago. */
function session(line: number): string {
  return (
    record(line, 'Start', new Date(NOW.getTime() - 240 * MINUTE)) +
    record(line, 'Interim-Update', new Date(NOW.getTime() - MINUTE))
  );
}

function record(line: number, kind: string, at: Date): string {
  const attributes = [
    `Acct-Status-Type = ${kind}`,
    `Acct-Session-Id = "session-${line}"`,
    `User-Name = "user-${line}"`,
    'NAS-Identifier = "bng"',
    `Framed-IP-Address = ${address(line)}`,
    `Timestamp = ${at.getTime() / 1_000}`,
  ];
  return [stamp(at), ...attributes.map((attribute) => `\t${attribute}`), '', ''].join('\n');
}

/** `Thu Nov 12 09:59:00 2026`, as FreeRADIUS heads a record. */
function stamp(at: Date): string {
  return at.toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1 $3 $2 $5 $4');
}
