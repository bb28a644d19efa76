import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { streamMarked } from '../domain/events.ts';
import type { CatalogDeps } from './deps.ts';

/** The mark is no tenant's; it stands under the platform's own organisation. */
const PLATFORM = systemActor('org:guildhall');

/**
 * Tells the stream that a mark stands here, and answers the mark's transaction: whoever read past it has all that the catalog told
 * before, and all that a transaction which was then still open told later. For workflows.
 */
export const markStream = ({ store, now }: CatalogDeps, reason: string): Promise<string> =>
  store.transaction(PLATFORM, async (tx) => {
    await tx.outbox.emit(streamMarked(PLATFORM.orgId, reason, now()));
    return tx.outbox.transactionId();
  });
