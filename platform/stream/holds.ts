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
};

/** Usage reads its own holds where they are stored; of the others' it learns by their events. */
const EMITTING = ['catalog', 'billing', 'governance'] as const;

/**
 * Emits, in the receiver's transaction, that an event failed and so holds its organisation or app, or that it no longer does; for usage.
 * Nothing is emitted of events that only wait behind it: they hold the same.
 */
export async function emitHold(
  em: EntityManager,
  schema: string,
  consumer: string,
  { id, orgId, type, entityId }: Pick<StreamedEvent, 'id' | 'orgId' | 'type' | 'entityId'>,
  held: boolean,
): Promise<void> {
  const emitting = EMITTING.find((subgraph) => subgraph === schema);
  const holds = isEventType(type) ? contracts[type].holds : 'nothing';
  if (!emitting || holds === 'nothing') return;
  await createOutbox(em, schema).emit({
    type: `${emitting}.hold.changed`,
    orgId,
    entityId: `${consumer} ${id}`,
    payload: { consumer, eventId: id, appId: holds === 'app' ? appOf(entityId) : null, held },
    occurredAt: new Date(),
  });
}

/** An entity that holds an app is the app itself, or a version of it, `app@number`. */
const appOf = (entityId: string): string => entityId.split('@')[0] ?? entityId;

/** The types of events that hold an organisation, or an app, while they wait or are dead. */
export const typesThatHold = (what: Holds): readonly string[] =>
  Object.entries(contracts).flatMap(([type, { holds }]) => (holds === what ? [type] : []));

/** What a receiver's events that wait or are dead hold, the oldest first; in a transaction of its *worker* role. */
export async function holdsOf(em: EntityManager, schema: string): Promise<Hold[]> {
  const [organizations, apps] = [JSON.stringify(typesThatHold('organization')), JSON.stringify(typesThatHold('app'))];
  return em.execute<Hold[]>(
    `select org_id as "orgId", case when type in (select jsonb_array_elements_text(?::jsonb)) then split_part(entity, ' ', 2) end as "appId",
            consumer, type, event_id as "eventId"
       from (select org_id, entity, consumer, type, event_id, occurred_at from ${schema}.waiting_event
             union all select org_id, entity, consumer, type, event_id, occurred_at from ${schema}.dead_letter) held
      where type in (select jsonb_array_elements_text(?::jsonb || ?::jsonb)) order by occurred_at, event_id`,
    [apps, organizations, apps],
  );
}
