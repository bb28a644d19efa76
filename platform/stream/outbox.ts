import type { EntityManager } from '@mikro-orm/postgresql';
import { newId } from '../ids.ts';

/** What a subgraph tells the others: facts as ids, counts and short strings. `type` is `<subgraph>.<entity>.<past verb>`. */
export type OutboxEvent = {
  readonly type: string;
  readonly orgId: string;
  readonly entityId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
};

export type Outbox = {
  /** Writes the event in the caller's transaction: it leaves with the commit, or not at all. */
  emit(event: OutboxEvent): Promise<void>;
};

export function createOutbox(em: EntityManager, schema: string): Outbox {
  return {
    async emit({ type, orgId, entityId, payload, occurredAt }) {
      await em.execute(`insert into ${schema}.outbox (id, org_id, type, entity_id, payload, occurred_at) values (?, ?, ?, ?, ?, ?)`, [
        newId('evt'),
        orgId,
        type,
        entityId,
        JSON.stringify(payload),
        occurredAt.toISOString(),
      ]);
    },
  };
}
