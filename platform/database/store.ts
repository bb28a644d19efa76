import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../identity/actor.ts';
import { holdsOf, type Hold } from '../stream/holds.ts';
import { createOutbox, type Outbox } from '../stream/outbox.ts';
import type { Database } from './database.ts';
import { createIdempotency, type Idempotency } from './idempotency.ts';

/** The parts of a store inside one transaction, with what every transaction may do. */
export type Tx<Parts> = Parts & {
  readonly outbox: Outbox;
  readonly idempotency: Idempotency;
  /** What waits because an event of it could not be processed yet; *worker* only. */
  holds(): Promise<Hold[]>;
};

export type Store<Parts> = {
  /** One transaction for the actor's organisation: state, outbox rows and ledger entries commit together or not at all. */
  transaction<T>(actor: Actor, work: (tx: Tx<Parts>) => Promise<T>): Promise<T>;
  /** One transaction over every tenant; only the *worker* role sees any row in it. */
  acrossTenants<T>(work: (tx: Tx<Parts>) => Promise<T>, options?: { readonly snapshot?: boolean }): Promise<T>;
};

/** A subgraph's store: `parts` makes its tables' stores over one transaction. */
export function createStore<Parts extends object>(database: Database, schema: string, parts: (em: EntityManager) => Parts): Store<Parts> {
  const tx = (em: EntityManager): Tx<Parts> => ({
    ...parts(em),
    outbox: createOutbox(em, schema),
    idempotency: createIdempotency(em, schema),
    holds: () => holdsOf(em, schema),
  });
  return {
    transaction: (actor, work) => database.forOrganization(actor.orgId, (em) => work(tx(em))),
    acrossTenants: (work, options) => database.transaction((em) => work(tx(em)), options),
  };
}

/** What waits of a subgraph because an event of it could not be processed yet; over a store under the *worker* role. */
export const holds = ({ store }: { readonly store: Pick<Store<object>, 'acrossTenants'> }): Promise<Hold[]> =>
  store.acrossTenants((tx) => tx.holds());
