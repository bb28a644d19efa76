import { systemActor, type Role } from '@guildhall/platform/identity/actor.ts';
import { keyOfPrincipal } from '../domain/api-key.ts';
import { allows, isPlatformRole, PLATFORM_ORGANIZATION } from '../domain/organization.ts';
import { barredFrom, isOpen, type Decision, type PublishRequest } from '../domain/publish-request.ts';
import { publishAbandoned } from '../domain/events.ts';
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

/** Why whoever made a decision may not make it now, null when they may: by their roles as they are, and their part in the app. *worker* only. */
export async function barOf(
  tx: Tx,
  request: PublishRequest,
  { principal, verdict }: Pick<Decision, 'principal' | 'verdict'>,
): Promise<string | null> {
  const { orgId } = request;
  const [action, role] = verdict === 'WITHDRAW' ? (['publish.withdraw', 'publisher'] as const) : (['publish.decide', 'approver'] as const);
  if (!allows(await rolesNow(tx, orgId, principal), action))
    return `${principal} is no longer ${role === 'approver' ? 'an' : 'a'} ${role} of ${orgId}.`;
  if (verdict === 'WITHDRAW' || (await mayDecide(tx, request, principal))) return null;
  return `${principal} owns, registered or edited this app, or made the request.`;
}

/** What a key holds while it is not revoked, or a member's roles with those of the platform that hold everywhere. */
async function rolesNow(tx: Tx, orgId: string, principal: string): Promise<readonly Role[]> {
  const keyId = keyOfPrincipal(principal);
  if (keyId) {
    const key = await tx.keys.byId(orgId, keyId);
    return key?.revokedAt === null ? key.roles : [];
  }
  const [own] = await tx.members.byIds(orgId, [principal]);
  const [platform] = await tx.members.byIds(PLATFORM_ORGANIZATION, [principal]);
  return [...(own?.roles ?? []), ...(platform?.roles.filter(isPlatformRole) ?? [])];
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
 * A decision's process is gone, which it is when its request is closed, or when somebody terminated the process. The decision
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
    const reason = 'The process of this request was terminated. Request again.';
    await tx.requests.close(request, 'FAILED', now(), reason);
    const actor = systemActor(orgId).principal;
    await tx.timeline.add({ orgId, publishRequestId, key: 'closed', event: 'FAILED', text: reason, actor, at: now() });
    await tx.outbox.emit(publishAbandoned(request, now()));
  });
  await settleDecision(deps, { orgId, decisionId });
}
