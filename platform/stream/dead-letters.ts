import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../database/database.ts';
import { refusal } from '../errors.ts';
import type { PageRequest } from '../graphql/connection.ts';
import { rights, type Actor } from '../identity/actor.ts';
import { backlogOf, entityOf } from './backlog.ts';
import { createOutbox } from './outbox.ts';

/** An event that a consumer could not handle in five tries. */
export type DeadLetter = {
  readonly consumer: string;
  readonly eventId: string;
  readonly orgId: string;
  readonly type: string;
  readonly entityId: string;
  readonly payload: unknown;
  readonly error: string;
  readonly tries: number;
  readonly occurredAt: string | Date;
  readonly diedAt: string | Date;
  /** Later events of the same entity that wait behind it. */
  readonly behind: number;
};

/** `retry`: it is tried again, five times. `drop`: it is never handled, and what waits behind it goes on. */
export type Settlement = 'retry' | 'drop';

const authorize = rights({ 'dead-letter.read': ['platform_admin', 'auditor'], 'dead-letter.settle': ['platform_admin'] });

export type DeadLetters = {
  /** The dead letters of every consumer of the receiver, in order of their consumers and events. Throws `ForbiddenError`. */
  page(actor: Actor, page: PageRequest): Promise<DeadLetter[]>;
  /** Retries or drops one, which `tell` writes down in the same transaction. Throws `DEAD_LETTER_NOT_FOUND`, `ForbiddenError`. */
  settle(actor: Actor, key: { readonly consumer: string; readonly eventId: string }, how: Settlement): Promise<DeadLetter>;
};

/** The dead letters of one receiver, over its *worker* role. */
export function deadLettersOf(
  database: Database,
  schema: string,
  tell: (em: EntityManager, actor: Actor, letter: DeadLetter, how: Settlement) => Promise<void>,
): DeadLetters {
  const SELECT = `
    select d.consumer, d.event_id as "eventId", d.org_id as "orgId", d.type, d.entity_id as "entityId", d.payload, d.error, d.tries,
           d.occurred_at as "occurredAt", d.died_at as "diedAt",
           (select count(*) from ${schema}.waiting_event w where w.consumer = d.consumer and w.entity = d.entity)::int as behind
      from ${schema}.dead_letter d`;
  return {
    async page(actor, { limit, after, backward }) {
      authorize(actor, 'dead-letter.read');
      const [compare, order] = backward ? ['<', 'desc'] : ['>', 'asc'];
      return database.transaction((em) =>
        em.execute<DeadLetter[]>(
          `${SELECT} where ?::text is null or (d.consumer, d.event_id) ${compare} (?, ?) order by d.consumer ${order}, d.event_id ${order} limit ?`,
          [after?.[0] ?? null, after?.[0] ?? '', after?.[1] ?? '', limit],
        ),
      );
    },
    async settle(actor, { consumer, eventId }, how) {
      authorize(actor, 'dead-letter.settle');
      return database.transaction(async (em) => {
        await em.execute(`select 1 from ${schema}.dead_letter where consumer = ? and event_id = ? for update`, [consumer, eventId]);
        const [letter] = await em.execute<DeadLetter[]>(`${SELECT} where d.consumer = ? and d.event_id = ?`, [consumer, eventId]);
        if (!letter) throw refusal('DEAD_LETTER_NOT_FOUND', `${consumer} has no dead letter ${eventId}.`, ['eventId']);
        const backlog = backlogOf(em, schema, consumer);
        await backlog.lock([entityOf(letter)]);
        if (how === 'retry')
          await em.execute(
            `insert into ${schema}.waiting_event (consumer, event_id, xid, position, org_id, type, entity_id, entity, payload, occurred_at, tries, error, due_at)
             select consumer, event_id, xid, position, org_id, type, entity_id, entity, payload, occurred_at, 0, error, now()
               from ${schema}.dead_letter where consumer = ? and event_id = ?`,
            [consumer, eventId],
          );
        await em.execute(`delete from ${schema}.dead_letter where consumer = ? and event_id = ?`, [consumer, eventId]);
        if (how === 'drop') await backlog.next(letter);
        await tell(em, actor, letter, how);
        return letter;
      });
    },
  };
}

/** Tells governance's audit trail, through the receiver's own outbox, what a platform admin did with a dead letter. */
export const toldBy =
  (subgraph: 'catalog' | 'usage' | 'billing', now: () => Date) =>
  (em: EntityManager, { principal }: Actor, letter: DeadLetter, how: Settlement): Promise<void> =>
    createOutbox(em, subgraph).emit({
      type: `${subgraph}.dead_letter.settled`,
      orgId: letter.orgId,
      entityId: letter.eventId,
      payload: { consumer: letter.consumer, eventId: letter.eventId, eventType: letter.type, how, by: principal, error: letter.error },
      occurredAt: now(),
    });
