import { readPayload, type OutboxEvent } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { newId } from '../ids.ts';

export type Outbox = {
  /** Writes the event in the caller's transaction: it leaves with the commit, or not at all. Throws `ContractError`. */
  emit(event: OutboxEvent): Promise<void>;
  /** The caller's transaction, with which what it emits leaves; a reader's cursor counts by it. */
  transactionId(): Promise<string>;
};

export function createOutbox(em: EntityManager, schema: string): Outbox {
  return {
    async emit({ type, orgId, entityId, payload, occurredAt }) {
      await em.execute(`insert into ${schema}.outbox (id, org_id, type, entity_id, payload, occurred_at) values (?, ?, ?, ?, ?, ?)`, [
        newId('evt'),
        orgId,
        type,
        entityId,
        JSON.stringify(readPayload(type, payload)),
        occurredAt.toISOString(),
      ]);
    },
    async transactionId() {
      const [row] = await em.execute<{ xid: string }[]>('select pg_current_xact_id()::text as xid');
      if (!row) throw new Error('a transaction has an id');
      return row.xid;
    },
  };
}
