import type { EntityManager } from '@mikro-orm/postgresql';
import type { StreamedEvent } from './source.ts';

/** After so many failed tries an event is dead. */
export const MOST_TRIES = 5;

/** An event that waits for its next try, or behind an earlier one of its entity. */
export type WaitingEvent = StreamedEvent & { readonly tries: number };

/** The events of one consumer that wait or are dead; every call in a transaction of the receiver's *worker* role. */
export type Backlog = {
  /** The entities of which an event waits or is dead: later events of them wait behind it. */
  blocked(): Promise<Set<string>>;
  park(event: StreamedEvent, failure?: { readonly error: string; readonly dueInMs: number }): Promise<void>;
  /** The first event of each entity whose next try is due, and of which none is dead. */
  due(limit: number): Promise<WaitingEvent[]>;
  done(eventId: string): Promise<void>;
  /** Counts a failed try: the event is tried again later, or is dead after the last. Tells whether it is dead now. */
  failed(event: WaitingEvent, failure: { readonly error: string; readonly dueInMs: number }): Promise<boolean>;
  /** Whether any event, or any of an organisation, waits or is dead. */
  holds(orgId: string | undefined): Promise<boolean>;
  /** Forgets what was parked after a place in the stream, which is to be read again. */
  forgetAfter(cursor: { readonly xid: string; readonly position: string }): Promise<void>;
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
    },
    async due(limit) {
      const rows = await em.execute<(Omit<WaitingEvent, 'occurredAt'> & { readonly occurredAt: string | Date; readonly due: boolean })[]>(
        `select * from (
           select distinct on (entity) event_id as id, org_id as "orgId", type, entity_id as "entityId", payload, occurred_at as "occurredAt",
                  xid::text as xid, position::text as position, tries, due_at <= now() as due
             from ${waiting} w
            where consumer = ? and not exists (select from ${dead} d where d.consumer = w.consumer and d.entity = w.entity)
            order by entity, w.xid, w.position) heads
          where due limit ?`,
        [consumer, limit],
      );
      return rows.map((row) => ({ ...row, occurredAt: new Date(row.occurredAt) }));
    },
    async done(eventId) {
      await em.execute(`delete from ${waiting} where consumer = ? and event_id = ?`, [consumer, eventId]);
    },
    async failed({ id, tries }, { error, dueInMs }) {
      if (tries + 1 < MOST_TRIES) {
        await em.execute(
          `update ${waiting} set tries = tries + 1, error = ?, due_at = now() + make_interval(secs => ?::float8) where consumer = ? and event_id = ?`,
          [error, dueInMs / 1_000, consumer, id],
        );
        return false;
      }
      await em.execute(`update ${waiting} set tries = tries + 1, error = ? where consumer = ? and event_id = ?`, [error, consumer, id]);
      await em.execute(
        `with gone as (delete from ${waiting} where consumer = ? and event_id = ? returning ${COLUMNS})
         insert into ${dead} (${COLUMNS}, died_at) select ${COLUMNS}, now() from gone on conflict do nothing`,
        [consumer, id],
      );
      return true;
    },
    async holds(orgId) {
      const rows = await em.execute<object[]>(
        `select 1 from (select consumer, org_id from ${waiting} union all select consumer, org_id from ${dead}) held
          where consumer = ? and (?::text is null or org_id = ?) limit 1`,
        [consumer, orgId ?? null, orgId ?? null],
      );
      return rows.length > 0;
    },
    async forgetAfter({ xid, position }) {
      await em.execute(`delete from ${waiting} where consumer = ? and (xid, position) > (?::text::xid8, ?::text::bigint)`, [
        consumer,
        xid,
        position,
      ]);
    },
  };
}
