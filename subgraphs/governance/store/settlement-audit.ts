import type { EventOf, Handlers } from '@guildhall/events/event.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { IdMaker } from '@guildhall/platform/ids.ts';
import type { DeadLetter, Settlement } from '@guildhall/platform/stream/dead-letters.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { auditStore } from './trail-store.ts';

type Deps = { readonly now: () => Date; readonly newId: IdMaker };
type Settled = { readonly orgId: string; readonly by: string; readonly how: Settlement; readonly eventId: string; readonly detail: string };

const write = (em: EntityManager, id: string, { orgId, by, how, eventId, detail }: Settled, at: Date) =>
  auditStore(em).add({
    orgId,
    id,
    action: how === 'retry' ? 'dead_letter.retried' : 'dead_letter.dropped',
    actor: by,
    target: eventId,
    detail: detail.slice(0, 500),
    at,
  });

/** Writes into the organisation's audit trail that a dead letter of governance's own consumers was retried or dropped. */
export const auditSettlement =
  ({ now, newId }: Deps) =>
  (em: EntityManager, { principal }: Actor, { orgId, eventId, type, consumer, error }: DeadLetter, how: Settlement): Promise<void> =>
    write(em, newId('aud'), { orgId, by: principal, how, eventId, detail: `${type} of ${consumer}: ${error}` }, now());

type Subgraph = 'catalog' | 'usage' | 'billing';
type SettledEvent = EventOf<`${Subgraph}.dead_letter.settled`>;

/** The same for those of another subgraph, from its stream; repeated it writes nothing. */
export function auditSettlements(subgraph: Subgraph, { now }: Deps): Handlers<[EntityManager]> {
  const handler = async ({ id, orgId, payload }: SettledEvent, em: EntityManager) => {
    const { by, how, eventId, eventType, consumer, error } = payload;
    await write(em, id.replace(/^evt_/, 'aud_'), { orgId, by, how, eventId, detail: `${eventType} of ${consumer}: ${error}` }, now());
  };
  return { [`${subgraph}.dead_letter.settled`]: handler };
}
