import { Injectable } from '@nestjs/common';

import { type Instant, Personal } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Channel, LetterChannel, LineId, SubscriberKind, TenureId } from './words.js';

/** Why somebody, or a step of the house, looks at a person. */
export interface Purpose {
  /** `notice.send`, `case.review`: short, and the same for the same reason. */
  readonly purpose: string;
  readonly actor: string;
  readonly now: Instant;
}

/** Where and how to write to the person of a tenure. */
export interface ContactAddress {
  readonly address: Personal;
  readonly locale: string | null;
  readonly timeZone: string;
  readonly brand: string | null;
}

/** A person as the desk may see one: the provider's own id and the ways to reach them. Names are not kept. */
export interface RevealedSubscriber {
  readonly lineId: LineId;
  readonly tenureId: TenureId;
  readonly from: Instant;
  readonly to: Instant | null;
  readonly ref: Personal;
  readonly kind: SubscriberKind;
  readonly locale: string | null;
  readonly contacts: readonly RevealedContact[];
}

export interface RevealedContact {
  readonly channel: Channel;
  readonly address: Personal;
  readonly order: number;
  readonly bouncedAt: Instant | null;
}

/** The only place where a line meets a person. Every question is written down in the statement that answers it. */
@Injectable()
export class ContactRepository {
  /** The first contact that has not bounced, of each tenure that exists. */
  async contactsFor(
    tx: Tx,
    tenureIds: readonly TenureId[],
    channel: LetterChannel,
    why: Purpose,
  ): Promise<Map<TenureId, ContactAddress>> {
    const rows = await tx.query<{
      id: TenureId;
      value: string | null;
      locale: string | null;
      timeZone: string;
      brand: string | null;
    }>(
      `with asked as (
         select t.id, t.line_id, c.value, coalesce(o.locale, l.locale) as locale, l.time_zone, l.brand
           from directory.tenure t
           join directory.line l on l.id = t.line_id
           join directory.subscriber o on o.id = t.subscriber_id
           left join lateral (
             select value from directory.contact
              where subscriber_id = t.subscriber_id and channel = $2 and bounced_at is null
              order by priority, id limit 1) c on true
          where t.id = any($1)),
       noted as (
         insert into directory.lookup (at, actor, purpose, kind, line_id, tenure_id, found)
         select $3, $4, $5, 'contact', line_id, id, value is not null from asked order by id)
       select id, value, locale, time_zone as "timeZone", brand from asked`,
      [tenureIds, channel, why.now, why.actor, why.purpose],
    );
    return new Map(
      rows.flatMap(({ id, value, ...rest }) =>
        value === null ? [] : [[id, { address: new Personal(value), ...rest }]],
      ),
    );
  }

  /** Who has a line at the instant of asking. */
  async reveal(tx: Tx, lineId: LineId, why: Purpose): Promise<RevealedSubscriber | undefined> {
    const rows = await tx.query<
      Omit<RevealedSubscriber, 'ref' | 'contacts' | 'tenureId'> & {
        tenureId: TenureId | null;
        subscriberId: number;
        ref: string;
      }
    >(
      `with asked as (
         select l.id as line_id, t.id as tenure_id, t.valid_from, t.valid_to, o.id as subscriber_id, o.ref, o.kind,
                coalesce(o.locale, l.locale) as locale
           from directory.line l
           left join directory.tenure t
             on t.line_id = l.id and t.valid_from <= $2 and (t.valid_to is null or $2 < t.valid_to)
           left join directory.subscriber o on o.id = t.subscriber_id
          where l.id = $1),
       noted as (
         insert into directory.lookup (at, actor, purpose, kind, line_id, tenure_id, found)
         select $2, $3, $4, 'reveal', line_id, tenure_id, tenure_id is not null from asked)
       select line_id as "lineId", tenure_id as "tenureId", valid_from as "from", valid_to as "to",
              subscriber_id as "subscriberId", ref, kind, locale from asked`,
      [lineId, why.now, why.actor, why.purpose],
    );
    const [found] = rows;
    if (found === undefined || found.tenureId === null) return undefined;
    const { subscriberId, tenureId, ref, ...rest } = found;
    return { ...rest, tenureId, ref: new Personal(ref), contacts: await this.contactsOf(tx, subscriberId) };
  }

  private async contactsOf(tx: Tx, subscriberId: number): Promise<RevealedContact[]> {
    const rows = await tx.query<{
      channel: Channel;
      value: string;
      order: number;
      bouncedAt: Instant | null;
    }>(
      `select channel, value, priority as "order", bounced_at as "bouncedAt" from directory.contact
        where subscriber_id = $1 order by priority, id limit 50`,
      [subscriberId],
    );
    return rows.map(({ value, ...rest }) => ({ ...rest, address: new Personal(value) }));
  }

  /** An address that bounced is dead for everybody who gave it. */
  async markBounced(tx: Tx, channel: Channel, address: Personal, at: Instant): Promise<number> {
    return tx.execute(
      `update directory.contact set bounced_at = $3 where channel = $1 and value = $2 and bounced_at is null`,
      [channel, address.reveal(), at],
    );
  }
}
