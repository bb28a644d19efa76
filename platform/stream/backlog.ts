import type { EntityManager } from '@mikro-orm/postgresql';
import { emitHold, isEmitted } from './holds.ts';
import type { StreamedEvent } from './source.ts';

/** After so many failed tries an event is dead. */
export const MOST_TRIES = 5;

/** An event that waits for its next try, or behind an earlier one of its entity; `tried` once a try has failed. */
export type WaitingEvent = StreamedEvent & { readonly tries: number; readonly tried: boolean };

type Failure = { readonly error: string; readonly dueInMs: number };

/** The events of one consumer that wait or are dead; every call in a transaction of the receiver's *worker* role. */
export type Backlog = {
  /** The entities of which an event waits or is dead: later events of them wait behind it. */
  blocked(): Promise<Set<string>>;
  park(event: StreamedEvent, failure?: Failure): Promise<void>;
  /** The first event of each entity whose next try is due, and of which none is dead nor busy. Organisations take turns. */
  due(limit: number, busy?: readonly string[]): Promise<WaitingEvent[]>;
  done(event: WaitingEvent): Promise<void>;
  /** Emits that an entity holds nothing any more, unless another event of it waits or is dead. */
  released(event: Pick<StreamedEvent, 'orgId' | 'type' | 'entityId'>): Promise<void>;
  /** Tries an event later, without counting a try. */
  postpone(event: WaitingEvent, dueInMs: number): Promise<void>;
  /** Counts a failed try: the event is tried again later, or is dead after the last. Tells whether it is dead now. */
  failed(event: WaitingEvent, failure: Failure): Promise<boolean>;
  /** Whether any event, or any of an organisation, waits or is dead. */
  holds(orgId: string | undefined): Promise<boolean>;
};

/** Events of one entity are handled in order. A version of an app is named `app@number` and is the app's. */
export const entityOf = ({ orgId, entityId }: Pick<StreamedEvent, 'orgId' | 'entityId'>): string => `${orgId} ${entityId.split('@')[0]}`;

const COLUMNS = 'consumer, event_id, xid, position, org_id, type, entity_id, entity, payload, occurred_at, tries, error';

export function backlogOf(em: EntityManager, schema: string, consumer: string): Backlog {
  const [waiting, dead] = [`${schema}.waiting_event`, `${schema}.dead_letter`];
  return {
    async blocked() {
      const rows = await em.execute<{ entity: string }[]>(
        `select entity from ${waiting} where consumer = ? union select entity from ${dead} where consumer = ?`,
        [consumer, consumer],
      );
      return new Set(rows.map(({ entity }) => entity));
    },
    async park(event, failure) {
      await em.execute(
        `insert into ${waiting} (${COLUMNS}, due_at)
         values (?, ?, ?::text::xid8, ?::text::bigint, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, now() + make_interval(secs => ?::float8)) on conflict do nothing`,
        [
          consumer,
          event.id,
          event.xid,
          event.position,
          event.orgId,
          event.type,
          event.entityId,
          entityOf(event),
          JSON.stringify(event.payload),
          event.occurredAt.toISOString(),
          failure ? 1 : 0,
          failure?.error ?? null,
          (failure?.dueInMs ?? 0) / 1_000,
        ],
      );
      if (failure) await emitHold(em, schema, consumer, event, true);
    },
    async due(limit, busy = []) {
      const rows = await em.execute<(Omit<WaitingEvent, 'occurredAt'> & { readonly occurredAt: string | Date })[]>(
        `select w.event_id as id, w.org_id as "orgId", w.type, w.entity_id as "entityId", w.payload, w.occurred_at as "occurredAt",
                w.xid::text as xid, w.position::text as position, w.tries, w.error is not null as tried
           from (select org_id, event_id, row_number() over (partition by org_id order by xid, position) as turn
                   from (select distinct on (entity) entity, org_id, event_id, xid, position, due_at from ${waiting}
                          where consumer = ? order by entity, xid, position) heads
                  where due_at <= now() and entity not in (select jsonb_array_elements_text(?::jsonb))
                    and entity not in (select entity from ${dead} where consumer = ?)
                  order by turn, random() limit ?) ready
           join ${waiting} w on w.org_id = ready.org_id and w.consumer = ? and w.event_id = ready.event_id
          order by ready.turn`,
        [consumer, JSON.stringify(busy), consumer, limit, consumer],
      );
      return rows.map((row) => ({ ...row, occurredAt: new Date(row.occurredAt) }));
    },
    async done(event) {
      await em.execute(`delete from ${waiting} where consumer = ? and event_id = ?`, [consumer, event.id]);
      await this.released(event);
    },
    async released(event) {
      if (!isEmitted(schema, event.type)) return;
      const left = await em.execute<object[]>(
        `select 1 from (select consumer, entity from ${waiting} union all select consumer, entity from ${dead}) left_over
          where consumer = ? and entity = ? limit 1`,
        [consumer, entityOf(event)],
      );
      if (left.length === 0) await emitHold(em, schema, consumer, event, false);
    },
    async postpone({ id }, dueInMs) {
      await em.execute(`update ${waiting} set due_at = now() + make_interval(secs => ?::float8) where consumer = ? and event_id = ?`, [
        dueInMs / 1_000,
        consumer,
        id,
      ]);
    },
    async failed(event, { error, dueInMs }) {
      const { id, tries, tried } = event;
      const found = await em.execute<object[]>(
        `update ${waiting} set tries = tries + 1, error = ?, due_at = now() + make_interval(secs => ?::float8)
          where consumer = ? and event_id = ? returning 1`,
        [error, dueInMs / 1_000, consumer, id],
      );
      // Another process has handled it meanwhile.
      if (found.length === 0) return false;
      const isDead = tries + 1 >= MOST_TRIES;
      if (!tried || isDead) await emitHold(em, schema, consumer, event, true);
      if (isDead)
        await em.execute(
          `with gone as (delete from ${waiting} where consumer = ? and event_id = ? returning ${COLUMNS})
           insert into ${dead} (${COLUMNS}, died_at) select ${COLUMNS}, now() from gone on conflict do nothing`,
          [consumer, id],
        );
      return isDead;
    },
    async holds(orgId) {
      const rows = await em.execute<object[]>(
        `select 1 from (select consumer, org_id from ${waiting} union all select consumer, org_id from ${dead}) held
          where consumer = ? and (?::text is null or org_id = ?) limit 1`,
        [consumer, orgId ?? null, orgId ?? null],
      );
      return rows.length > 0;
    },
  };
}
