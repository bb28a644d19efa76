import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { IdMaker } from '@guildhall/platform/ids.ts';
import type { IdentityStore } from '../store/identity-store.ts';
import type { Store, Tx } from '../store/store.ts';

/** What the operations of the publish process need from outside; its activities run them under the *worker* role. */
export type PublishingDeps = { readonly store: Store; readonly now: () => Date; readonly newId: IdMaker };

/** What the operations that people call need beside. */
export type GovernanceDeps = PublishingDeps & {
  /** The same tables under the *worker* role, for the few steps that touch more than the actor's organisation, or what a process owns. */
  readonly platform: Store;
  readonly identity: IdentityStore;
  /** 256 random bits in base64url. */
  readonly secret: () => string;
  /** Waits until the copy of the catalog's versions holds all that is committed now, at most `timeoutMs`; tells whether it does. */
  readonly caughtUp: (timeoutMs: number, orgId?: string) => Promise<boolean>;
  /** Hands a decision to its process and waits a short while for the outcome; answers whatever happens, the row tells what did. */
  readonly awaitDecision: (publishRequestId: string, decisionId: string) => Promise<void>;
};

/** Writes what was done to an organisation into its audit trail. */
export const audit = (
  { now, newId }: PublishingDeps,
  tx: Tx,
  { orgId, principal }: Pick<Actor, 'orgId' | 'principal'>,
  action: string,
  target: string,
  detail: string,
) => tx.audit.add({ orgId, id: newId('aud'), action, actor: principal, target, detail, at: now() });
