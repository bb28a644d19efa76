import { contracts, type Holds } from '@guildhall/events/contracts.ts';
import { isEventType } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createOutbox } from './outbox.ts';
import type { StreamedEvent } from './source.ts';

/** Something that waits because an event of it could not be processed yet. */
export type Hold = {
  readonly orgId: string;
  /** The app whose lines and use wait; null when everything of the organisation does. */
  readonly appId: string | null;
  readonly consumer: string;
  readonly type: string;
  readonly eventId: string;
  /** False while it is tried again, and may heal by itself. */
  readonly dead: boolean;
};

/** Usage reads its own holds from its tables and learns the others' from their events. */
const EMITTING = ['catalog', 'billing', 'governance'] as const;

/** What a failed event of a type emits; undefined when it holds nothing, or nobody else needs to know. */
const holdEventOf = (schema: string, type: string) => {
  const emitting = EMITTING.find((subgraph) => subgraph === schema);
  const holds = isEventType(type) ? contracts[type].holds : 'nothing';
  return emitting && holds !== 'nothing' ? { type: `${emitting}.hold.changed` as const, holds } : undefined;
};

/** Whether a failed event of a type emits a hold. */
export const isEmitted = (schema: string, type: string): boolean => holdEventOf(schema, type) !== undefined;

/**
 * Emits, in the receiver's transaction, that an event of an entity failed and so holds its organisation or app, or that none of the entity
 * waits any more; for usage. Repeating it changes nothing.
 */
export async function emitHold(
  em: EntityManager,
  schema: string,
  consumer: string,
  { orgId, type, entityId }: Pick<StreamedEvent, 'orgId' | 'type' | 'entityId'>,
  held: boolean,
): Promise<void> {
  const hold = holdEventOf(schema, type);
  if (!hold) return;
  // An entity that holds an app is the app itself, or a version of it, `app@number`.
  const [entity = ''] = entityId.split('@');
  await createOutbox(em, schema).emit({
    type: hold.type,
    orgId,
    entityId: `${consumer} ${entity}`,
    payload: { consumer, appId: hold.holds === 'app' ? entity : null, held },
    occurredAt: new Date(),
  });
}

/** The types of events that hold an organisation, or an app, while they wait or are dead. */
export const typesThatHold = (what: Holds): readonly string[] =>
  Object.entries(contracts).flatMap(([type, { holds }]) => (holds === what ? [type] : []));

/** What a receiver's events that wait or are dead hold, the oldest first; in a transaction of its *worker* role. */
export async function holdsOf(em: EntityManager, schema: string): Promise<Hold[]> {
  const [organizations, apps] = [JSON.stringify(typesThatHold('organization')), JSON.stringify(typesThatHold('app'))];
  return em.execute<Hold[]>(
    `select org_id as "orgId", case when type in (select jsonb_array_elements_text(?::jsonb)) then split_part(entity, ' ', 2) end as "appId",
            consumer, type, event_id as "eventId", dead
       from (select org_id, entity, consumer, type, event_id, occurred_at,
                    exists (select from ${schema}.dead_letter d where d.consumer = w.consumer and d.entity = w.entity) as dead
               from ${schema}.waiting_event w
             union all select org_id, entity, consumer, type, event_id, occurred_at, true from ${schema}.dead_letter) held
      where type in (select jsonb_array_elements_text(?::jsonb || ?::jsonb)) order by occurred_at, event_id`,
    [apps, organizations, apps],
  );
}
