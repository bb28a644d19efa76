import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { streamMarked } from '../domain/events.ts';
import type { CatalogDeps } from './deps.ts';

/** The mark is no tenant's; it stands under the platform's own organisation. */
const PLATFORM = systemActor('org:guildhall');

/**
 * Emits a mark, and answers the mark's transaction: whoever has read past it has all that the catalog emitted before, and all that a
 * transaction emitted later which was then still open. For workflows.
 */
export const markStream = ({ store, now }: CatalogDeps, reason: string): Promise<string> =>
  store.transaction(PLATFORM, async (tx) => {
    await tx.outbox.emit(streamMarked(PLATFORM.orgId, reason, now()));
    return tx.outbox.transactionId();
  });
