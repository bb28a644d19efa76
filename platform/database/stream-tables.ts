import { roleName } from './roles.ts';
import { tenantTable } from './tables.ts';

const columns = `
  consumer text not null,
  event_id text not null,
  xid xid8 not null,
  position bigint not null,
  org_id text not null,
  type text not null,
  entity_id text not null,
  entity text not null,
  payload jsonb not null,
  occurred_at timestamptz not null,
  tries int not null,
  error text,`;

/**
 * What a receiver keeps of events that its consumers could not handle, beside its cursors. Events of one `entity` wait in the order of the
 * stream: behind one that is tried again, or behind one that is dead.
 */
export const deadLetterTables = (schema: string): string[] => [
  `create table ${schema}.waiting_event (${columns} due_at timestamptz not null, primary key (org_id, consumer, event_id))`,
  `create index waiting_event_order on ${schema}.waiting_event (consumer, entity, xid, position)`,
  `create table ${schema}.dead_letter (${columns} died_at timestamptz not null, primary key (org_id, consumer, event_id))`,
  `create index dead_letter_entity on ${schema}.dead_letter (consumer, entity)`,
  ...['waiting_event', 'dead_letter'].flatMap((table) => tenantTable(schema, table, { worker: 'select, insert, update, delete' })),
];

/**
 * The last event of each entity among those that were dropped from the outbox, at its old place: a new consumer reads these first, and then
 * what the outbox still has. The worker drops what nobody needs any more.
 */
export const housekeepingTables = (schema: string): string[] => [
  `create table ${schema}.latest_event (
    org_id text not null,
    type text not null,
    entity_id text not null,
    xid xid8 not null,
    position bigint not null,
    id text not null,
    payload jsonb not null,
    occurred_at timestamptz not null,
    primary key (org_id, type, entity_id)
  )`,
  `create index latest_event_order on ${schema}.latest_event (xid, position)`,
  ...tenantTable(schema, 'latest_event', { worker: 'select, insert, update', stream: 'select' }),
  `grant select, delete on ${schema}.outbox, ${schema}.idempotency_key to ${roleName(schema, 'worker')}`,
  `create index idempotency_key_age on ${schema}.idempotency_key (created_at)`,
];

/** An event behind another of its entity has no due time, so the index holds only the first event of each entity. */
export const dueEvents = (schema: string): string[] => [
  `update ${schema}.waiting_event w set due_at = 'infinity'
    where exists (select from ${schema}.waiting_event e where e.consumer = w.consumer and e.entity = w.entity and (e.xid, e.position) < (w.xid, w.position))
       or exists (select from ${schema}.dead_letter d where d.consumer = w.consumer and d.entity = w.entity)`,
  `create index waiting_event_due on ${schema}.waiting_event (consumer, org_id, due_at) where due_at < 'infinity'`,
];
