import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';

import { Refused, type Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { NewFeed } from './feed-source.js';
import { Activation, Feed, FeedCursor } from './feeds.entity.js';
import type { Cursor } from './pulled.js';

/** A report type a feed has delivered, with what a person should look at before activating it. */
export interface SeenType {
  readonly reportType: string;
  readonly mappingVersion: string;
  readonly reports: number;
  readonly rows: number;
  readonly observed: number;
  readonly rejected: number;
  readonly activatedAt: Instant | null;
  readonly activatedBy: string | null;
}

@Injectable()
export class FeedRepository {
  /** @throws Refused when the name is taken. */
  async add(tx: Tx, feed: NewFeed, at: Instant): Promise<Feed> {
    const rows = await tx.query<{ id: number }>(
      `insert into feeds.feed (name, provider, format, upstream, source, every_minutes, due_at, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (name) do nothing returning id`,
      [
        feed.name,
        feed.provider,
        feed.format,
        feed.upstream,
        JSON.stringify(feed.source),
        feed.everyMinutes,
        feed.scheduled ? at : null,
        at,
      ],
    );
    if (rows[0] === undefined) throw new Refused(`there is already a feed called ${feed.name}`);
    return this.get(tx, rows[0].id);
  }

  async list(tx: Tx): Promise<Feed[]> {
    return tx.manager.find(Feed, { order: { name: 'asc' }, take: 1_000 });
  }

  /** @throws Refused when there is no such feed. */
  async get(tx: Tx, idOrName: number | string): Promise<Feed> {
    const feed = await tx.manager.findOneBy(
      Feed,
      typeof idOrName === 'number' ? { id: idOrName } : { name: idOrName },
    );
    if (feed === null) throw new Refused(`there is no feed ${idOrName}`);
    return feed;
  }

  /** Takes feeds that are due, and puts their next look off, so that no second worker pulls the same. */
  async claimDue(tx: Tx, now: Instant, limit: number): Promise<Feed[]> {
    const rows = await tx.query<{ id: number }>(
      `update feeds.feed set due_at = $1::timestamptz + every_minutes * interval '1 minute'
       where id in (select id from feeds.feed where due_at <= $1 order by due_at, id limit $2 for update skip locked)
       returning id`,
      [now, limit],
    );
    return tx.manager.find(Feed, { where: { id: In(rows.map((row) => row.id)) }, order: { id: 'asc' } });
  }

  async recordPull(
    tx: Tx,
    feedId: number,
    pull: { readonly error: string | null; readonly nextAt: Instant; readonly at: Instant },
  ): Promise<void> {
    await tx.query(
      `update feeds.feed set pulled_at = $2, last_error = $3::text, failures = case when $3::text is null then 0 else failures + 1 end,
         due_at = case when due_at is null then null else $4::timestamptz end
       where id = $1`,
      [feedId, pull.at, pull.error, pull.nextAt],
    );
  }

  async cursors(tx: Tx, feedId: number): Promise<Cursor[]> {
    return tx.manager.find(FeedCursor, {
      select: { feedId: true, address: true, etag: true, lastModified: true, taken: true },
      where: { feedId },
      order: { seenAt: 'desc' },
      take: CURSORS,
    });
  }

  /** Keeps the newest looks and forgets those beyond the bound. */
  async saveCursors(tx: Tx, feedId: number, cursors: readonly Cursor[], at: Instant): Promise<void> {
    await tx.query(
      `insert into feeds.cursor (feed_id, address, etag, last_modified, taken, seen_at)
       select $1, c.*, $6 from unnest($2::text[], $3::text[], $4::text[], $5::boolean[]) as c
       on conflict (feed_id, address) do update set etag = excluded.etag, last_modified = excluded.last_modified,
         taken = excluded.taken, seen_at = excluded.seen_at`,
      [
        feedId,
        cursors.map((cursor) => cursor.address),
        cursors.map((cursor) => cursor.etag),
        cursors.map((cursor) => cursor.lastModified),
        cursors.map((cursor) => cursor.taken),
        at,
      ],
    );
    await tx.query(
      `delete from feeds.cursor where feed_id = $1 and address in
         (select address from feeds.cursor where feed_id = $1 order by seen_at desc offset $2)`,
      [feedId, CURSORS],
    );
  }

  async activate(
    tx: Tx,
    feedId: number,
    reportTypes: readonly string[],
    mappingVersion: string,
    by: string,
    at: Instant,
  ): Promise<number> {
    return tx.execute(
      `insert into feeds.activation (feed_id, report_type, mapping_version, activated_at, activated_by)
       select $1, type, $3, $4, $5 from unnest($2::text[]) as type on conflict do nothing`,
      [feedId, reportTypes, mappingVersion, at, by],
    );
  }

  async activeTypes(tx: Tx, feedId: number, mappingVersion: string): Promise<ReadonlySet<string>> {
    const rows = await tx.manager.findBy(Activation, { feedId, mappingVersion });
    return new Set(rows.map((row) => row.reportType));
  }

  async seenTypes(tx: Tx, feedId: number): Promise<SeenType[]> {
    return tx.query<SeenType>(
      `select r.report_type as "reportType", r.mapping_version as "mappingVersion", count(*) as reports,
              sum(r.rows)::bigint as rows, sum(r.observed)::bigint as observed, sum(r.rejected)::bigint as rejected,
              a.activated_at as "activatedAt", a.activated_by as "activatedBy"
       from feeds.report r
       left join feeds.activation a using (feed_id, report_type, mapping_version)
       where r.feed_id = $1 and r.report_type is not null
       group by r.report_type, r.mapping_version, a.activated_at, a.activated_by
       order by r.report_type, r.mapping_version`,
      [feedId],
    );
  }
}

/** Addresses and files remembered for one feed. */
const CURSORS = 10_000;
