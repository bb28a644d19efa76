import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { barredFrom, isOpen, type PublishRequest } from '../domain/publish-request.ts';
import type { Tx } from '../store/store.ts';
import type { PublishingDeps } from './deps.ts';

/** Whether somebody has no part in the app or the request; an API key's part is its maker's too. */
export async function mayDecide(tx: Tx, request: PublishRequest, principal: string): Promise<boolean> {
  const { orgId, appId, number } = request;
  const version = await tx.versions.version(orgId, appId, number);
  if (!version) return false;
  const creators = await tx.keys.creators(orgId, [request.requestedBy, version.ownerId, version.registeredBy, ...version.editors]);
  return !barredFrom(request, version, creators).has(principal);
}

/** Marks a decision that is still pending as too late when its request is closed; for the *worker* role. Repeating it changes nothing. */
export async function settleDecision(
  { store }: PublishingDeps,
  { orgId, decisionId }: { readonly orgId: string; readonly decisionId: string },
): Promise<void> {
  await store.transaction(systemActor(orgId), async (tx) => {
    const decision = await tx.decisions.byId(orgId, decisionId);
    if (decision?.outcome !== 'PENDING') return;
    const request = await tx.requests.forUpdate(orgId, decision.publishRequestId);
    if (!request || isOpen(request)) return;
    const now = await tx.decisions.byId(orgId, decisionId);
    if (now?.outcome === 'PENDING') await tx.decisions.settle(now, 'TOO_LATE', `The request was closed before: ${request.status}.`);
  });
}

/**
 * A decision's process is gone, which it is when its request is closed, or when somebody ended the process from outside. The decision
 * is too late; a request that was left open is closed as failed, so that it can be made again. For the *worker* role.
 */
export async function settleAbandoned(
  deps: PublishingDeps,
  { orgId, publishRequestId, decisionId }: { readonly orgId: string; readonly publishRequestId: string; readonly decisionId: string },
): Promise<void> {
  const { store, now } = deps;
  await store.transaction(systemActor(orgId), async (tx) => {
    const request = await tx.requests.forUpdate(orgId, publishRequestId);
    if (!request || !isOpen(request)) return;
    const reason = 'The process of this request was ended from outside. Request again.';
    await tx.requests.close(request, 'FAILED', now(), reason);
    const actor = systemActor(orgId).principal;
    await tx.timeline.add({ orgId, publishRequestId, key: 'closed', event: 'FAILED', text: reason, actor, at: now() });
  });
  await settleDecision(deps, { orgId, decisionId });
}
