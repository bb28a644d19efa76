import type { EntityManager } from '@mikro-orm/postgresql';
import { emitHold, isEmitted } from './holds.ts';
import type { StreamedEvent } from './source.ts';

/** After so many failed tries an event is dead. */
export const MOST_TRIES = 5;

/** An event that waits for its next try, or behind an earlier one of its entity; `tried` once a try has failed. */
export type WaitingEvent = StreamedEvent & { readonly tries: number; readonly tried: boolean };

type Failure = { readonly error: string; readonly dueInMs: number };
/** An event that is to wait, and how it failed when it did. */
export type Parked = { readonly event: StreamedEvent; readonly failure?: Failure };

type Entity = Pick<StreamedEvent, 'orgId' | 'type' | 'entityId'>;

/**
 * The events of one consumer that wait or are dead; every call in a transaction of the receiver's *worker* role. Only the first event of an
 * entity is ever due: those behind it have no due time until it is gone.
 */
export type Backlog = {
  /** Of these entities, those of which an event waits or is dead: later events of them wait behind it. */
  blocked(entities: readonly string[]): Promise<Set<string>>;
  park(parked: readonly Parked[]): Promise<void>;
  /** Events whose next try is due, at most so many of an organisation, of no entity that is busy. Organisations take turns. */
  due(limit: number, ofOne: number, busy?: readonly string[]): Promise<WaitingEvent[]>;
  /** Takes an event out, so that what waits behind it is next. Tells whether it was still there. */
  take(event: WaitingEvent): Promise<boolean>;
  /** Tries an event later, without counting a try. */
  postpone(event: WaitingEvent, dueInMs: number): Promise<void>;
  /** Counts a failed try: the event is tried again later, or is dead after the last. Tells whether it is dead now. */
  failed(event: WaitingEvent, failure: Failure): Promise<boolean>;
  /** Holds others off an entity's events until the transaction ends. */
  lock(entities: readonly string[]): Promise<void>;
  /** Makes the next event of an entity due, unless one is dead, and emits the end of what it holds when there is none. The caller has the lock. */
  next(entity: Entity): Promise<void>;
  /** Whether any event, or any of an organisation, waits or is dead. */
  holds(orgId: string | undefined): Promise<boolean>;
};

/** Events of one entity are handled in order. A version of an app is named `app@number` and is the app's. */
export const entityOf = ({ orgId, entityId }: Pick<StreamedEvent, 'orgId' | 'entityId'>): string => `${orgId} ${entityId.split('@')[0]}`;

const COLUMNS = 'consumer, event_id, xid, position, org_id, type, entity_id, entity, payload, occurred_at, tries, error';

export function backlogOf(em: EntityManager, schema: string, consumer: string): Backlog {
  const [waiting, dead] = [`${schema}.waiting_event`, `${schema}.dead_letter`];
  const lock = async (entities: readonly string[]): Promise<void> => {
    const names = [...new Set(entities)].sort().map((entity) => `backlog ${schema} ${consumer} ${entity}`);
    await em.execute(
      `select count(*) from (select pg_advisory_xact_lock(hashtextextended(name, 0)) from jsonb_array_elements_text(?::jsonb) name) locked`,
      [JSON.stringify(names)],
    );
  };
  const next = async (event: Entity): Promise<void> => {
    const entity = entityOf(event);
    await em.execute(
      `update ${waiting} set due_at = now()
        where consumer = ? and (org_id, event_id) = (
          select org_id, event_id from ${waiting} where consumer = ? and entity = ? order by xid, position limit 1)
          and not exists (select from ${dead} where consumer = ? and entity = ?)`,
      [consumer, consumer, entity, consumer, entity],
    );
    if (isEmitted(schema, event.type) && (await blocked([entity])).size === 0) await emitHold(em, schema, consumer, event, false);
  };
  const blocked = async (entities: readonly string[]): Promise<Set<string>> => {
    const rows = await em.execute<{ entity: string }[]>(
      `select entity from jsonb_array_elements_text(?::jsonb) as given (entity)
        where exists (select from ${waiting} w where w.consumer = ? and w.entity = given.entity)
           or exists (select from ${dead} d where d.consumer = ? and d.entity = given.entity)`,
      [JSON.stringify([...new Set(entities)]), consumer, consumer],
    );
    return new Set(rows.map(({ entity }) => entity));
  };
  return {
    lock,
    next,
    blocked,
    async park(parked) {
      if (parked.length === 0) return;
      await lock(parked.map(({ event }) => entityOf(event)));
      const rows = parked.map(({ event, failure }, nr) => ({
        ...event,
        // Sent as `raw`.
        payload: undefined,
        nr,
        entity: entityOf(event),
        tries: failure ? 1 : 0,
        error: failure?.error ?? null,
        due: (failure?.dueInMs ?? 0) / 1_000,
      }));
      await em.execute(
        `insert into ${waiting} (${COLUMNS}, due_at)
         select ?, id, xid::xid8, position::bigint, "orgId", type, "entityId", entity, raw::jsonb, "occurredAt", tries, error,
                case when row_number() over (partition by entity order by nr) > 1
                       or exists (select from ${waiting} w where w.consumer = ? and w.entity = e.entity)
                       or exists (select from ${dead} d where d.consumer = ? and d.entity = e.entity) then 'infinity'
                     else now() + make_interval(secs => due) end
           from jsonb_to_recordset(?::jsonb) as e (nr int, id text, xid text, position text, "orgId" text, type text, "entityId" text,
                  entity text, raw text, "occurredAt" timestamptz, tries int, error text, due float8)
          order by nr
         on conflict do nothing`,
        [consumer, consumer, consumer, JSON.stringify(rows)],
      );
      for (const { event, failure } of parked) if (failure) await emitHold(em, schema, consumer, event, true);
    },
    async due(limit, ofOne, busy = []) {
      // By the partial index of first events: organisation by organisation, the first few of each.
      const ready = `from ${waiting} where consumer = ? and due_at < 'infinity' and due_at <= now()
                      and entity not in (select jsonb_array_elements_text(?::jsonb))`;
      const given = [consumer, JSON.stringify(busy)];
      const rows = await em.execute<(Omit<WaitingEvent, 'occurredAt'> & { readonly occurredAt: string | Date })[]>(
        `with recursive org (id) as (
           (select org_id ${ready} order by org_id limit 1)
           union all
           select (select org_id ${ready} and org_id > org.id order by org_id limit 1) from org where org.id is not null)
         select event_id as id, org_id as "orgId", type, entity_id as "entityId", payload, payload::text as raw,
                occurred_at as "occurredAt",
                first.xid::text as xid, first.position::text as position, tries, error is not null as tried
           from org cross join lateral (
             select *, row_number() over (order by due_at) as turn
               from (select * ${ready} and org_id = org.id order by due_at limit ?) own) first
          order by turn, random() limit ?`,
        [...given, ...given, ...given, ofOne, limit],
      );
      return rows.map((row) => ({ ...row, occurredAt: new Date(row.occurredAt) }));
    },
    async take(event) {
      await lock([entityOf(event)]);
      const gone = await em.execute<object[]>(`delete from ${waiting} where consumer = ? and org_id = ? and event_id = ? returning 1`, [
        consumer,
        event.orgId,
        event.id,
      ]);
      if (gone.length > 0) await next(event);
      return gone.length > 0;
    },
    async postpone({ id, orgId }, dueInMs) {
      await em.execute(
        `update ${waiting} set due_at = now() + make_interval(secs => ?::float8) where consumer = ? and org_id = ? and event_id = ?`,
        [dueInMs / 1_000, consumer, orgId, id],
      );
    },
    async failed(event, { error, dueInMs }) {
      const key = [consumer, event.orgId, event.id];
      const found = await em.execute<object[]>(
        `update ${waiting} set tries = tries + 1, error = ?, due_at = now() + make_interval(secs => ?::float8)
          where consumer = ? and org_id = ? and event_id = ? returning 1`,
        [error, dueInMs / 1_000, ...key],
      );
      // Another process has handled it meanwhile.
      if (found.length === 0) return false;
      const isDead = event.tries + 1 >= MOST_TRIES;
      if (!event.tried || isDead) await emitHold(em, schema, consumer, event, true);
      if (isDead)
        await em.execute(
          `with gone as (delete from ${waiting} where consumer = ? and org_id = ? and event_id = ? returning ${COLUMNS})
           insert into ${dead} (${COLUMNS}, died_at) select ${COLUMNS}, now() from gone on conflict do nothing`,
          key,
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
