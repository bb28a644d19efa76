import { refusal } from '@guildhall/platform/errors.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { runAll, type ReviewedManifest } from '../domain/checks.ts';
import {
  isOpen,
  needsApproval,
  requestNotFound,
  rule,
  type DecisionOutcome,
  type PublishRequest,
  type PublishRequestStatus,
} from '../domain/publish-request.ts';
import type { Tx } from '../store/store.ts';
import type { PublishingDeps } from './deps.ts';
import { barOf } from './settle-decision.ts';

/** Names a request; for the operations that its process runs under the *worker* role, each of which can be repeated without effect. */
export type RequestKey = { readonly orgId: string; readonly publishRequestId: string };

/** The version under review as the catalog has it. */
export type ReviewedVersion = { readonly digest: string; readonly manifest: ReviewedManifest };

/** The request as it stands. Throws `PUBLISH_REQUEST_NOT_FOUND`. */
export const reviewedRequest = ({ store }: PublishingDeps, { orgId, publishRequestId }: RequestKey): Promise<PublishRequest> =>
  store.transaction(systemActor(orgId), async (tx) => {
    const [request] = await tx.requests.byIds(orgId, [publishRequestId]);
    if (!request) throw requestNotFound(publishRequestId);
    return request;
  });

/**
 * Runs the checks and records each with what it found. Findings close the request `CHECKS_FAILED`; without any it waits for an approval
 * when it needs one. Throws `DIGEST_MISMATCH` when the version is not the one that was requested.
 */
export async function runChecks(
  deps: PublishingDeps,
  key: RequestKey,
  { digest, manifest }: ReviewedVersion,
): Promise<{ readonly passed: boolean; readonly needsApproval: boolean }> {
  return change(deps, key, async (tx, request, happened) => {
    if (digest !== request.digest)
      throw refusal('DIGEST_MISMATCH', `${request.appId}@${request.number} is not the version that was requested.`);
    const asks = needsApproval(request.audience, {
      canExport: manifest.capabilities?.includes('export') ?? false,
      shownBeyondTeam: await tx.requests.shownBeyondTeam(request.orgId, request.appId),
    });
    const [earlier] = await tx.requests.checks(request.orgId, [request.id]);
    if (earlier || !isOpen(request)) return { passed: request.status !== 'CHECKS_FAILED', needsApproval: asks };
    const owners = await tx.members.byIds(request.orgId, [manifest.owner_id]);
    const checks = runAll(manifest, (principal) => owners.some(({ principalId }) => principalId === principal));
    await tx.requests.addChecks(request, checks, deps.now());
    const findings = checks.flatMap((check) => check.findings);
    if (findings.length > 0) {
      await tx.requests.close(request, 'CHECKS_FAILED', deps.now(), findings.map(({ message }) => message).join(' '));
      await happened('checks', 'CHECKS_FAILED', `Checks found ${findings.length} things to fix.`);
    } else {
      if (asks) await tx.requests.advance(request, 'AWAITING_APPROVAL');
      await happened(
        'checks',
        'CHECKS_PASSED',
        asks ? 'Checks passed; an approver has to decide.' : 'Checks passed; no approval is needed.',
      );
    }
    return { passed: findings.length === 0, needsApproval: asks };
  });
}

/**
 * Applies a decision of the inbox: what the request can still take closes it or sends it on, with the decision's outcome and the timeline
 * in one transaction; anything else is too late or refused. A decision that was applied before answers the same again.
 */
export async function applyDecision(
  deps: PublishingDeps,
  key: RequestKey,
  decisionId: string,
): Promise<{ readonly outcome: Exclude<DecisionOutcome, 'PENDING'>; readonly status: PublishRequestStatus }> {
  return change(deps, key, async (tx, request, happened) => {
    const decision = await tx.decisions.byId(request.orgId, decisionId);
    // Whoever can signal the process can name any id; only what is in the request's inbox counts.
    if (decision?.publishRequestId !== request.id) return { outcome: 'REFUSED', status: request.status };
    if (decision.outcome !== 'PENDING') return { outcome: decision.outcome, status: request.status };
    const ruling = rule(request, decision, await barOf(tx, request, decision));
    if (ruling.outcome !== 'APPLIED') {
      await tx.decisions.settle(decision, ruling.outcome, ruling.why);
      await happened(decisionId, ruling.outcome, `A decision of ${decision.principal} changed nothing: ${ruling.why}`, decision.principal);
      return { outcome: ruling.outcome, status: request.status };
    }
    await tx.decisions.settle(decision, 'APPLIED', null);
    if (ruling.status === 'PUBLISHING') await tx.requests.advance(request, 'PUBLISHING');
    else await tx.requests.close(request, ruling.status, deps.now(), decision.reason);
    const [event, verb] = DONE[ruling.status];
    const because = decision.reason ? `: ${decision.reason}` : '.';
    await happened(decisionId, event, `${decision.principal} ${verb}${because}`, decision.principal);
    return { outcome: 'APPLIED', status: ruling.status };
  });
}

const DONE = {
  PUBLISHING: ['APPROVED', 'approved it'],
  REJECTED: ['REJECTED', 'rejected it'],
  WITHDRAWN: ['WITHDRAWN', 'withdrew it'],
} as const;

/** Notes that approvers were reminded, while the request waits for one. */
export const remindApprovers = (deps: PublishingDeps, key: RequestKey): Promise<PublishRequestStatus> =>
  change(deps, key, async (_, { status }, happened) => {
    if (status === 'AWAITING_APPROVAL') await happened('reminded', 'REMINDED', 'Nobody has decided yet; approvers are reminded.');
    return status;
  });

/** Closes a request that nobody decided in time. */
export const expireRequest = (deps: PublishingDeps, key: RequestKey): Promise<PublishRequestStatus> =>
  change(deps, key, async (tx, request, happened) => {
    if (request.status !== 'AWAITING_APPROVAL') return request.status;
    const reason = 'Nobody decided in time. Request again.';
    await tx.requests.close(request, 'EXPIRED', deps.now(), reason);
    await happened('closed', 'EXPIRED', reason);
    return 'EXPIRED';
  });

/** Sends a request that needs no approval on to publishing; answers where it stands. */
export const beginPublishing = (deps: PublishingDeps, key: RequestKey): Promise<PublishRequestStatus> =>
  change(deps, key, async (tx, request) => {
    if (request.status !== 'PENDING_CHECKS') return request.status;
    await tx.requests.advance(request, 'PUBLISHING');
    return 'PUBLISHING';
  });

/** Closes a request whose price is in force and whose version is listed. */
export const completePublishing = (deps: PublishingDeps, key: RequestKey): Promise<PublishRequestStatus> =>
  change(deps, key, async (tx, request, happened) => {
    if (!isOpen(request)) return request.status;
    await tx.requests.close(request, 'PUBLISHED', deps.now(), null);
    await happened('closed', 'PUBLISHED', `${request.appId}@${request.number} is listed and its price is in force.`);
    return 'PUBLISHED';
  });

/** Closes a request whose publishing did not succeed; `reason` tells the publisher why, and whether all of it was undone. */
export const failRequest = (deps: PublishingDeps, key: RequestKey, reason: string): Promise<PublishRequestStatus> =>
  change(deps, key, async (tx, request, happened) => {
    if (!isOpen(request)) return request.status;
    await tx.requests.close(request, 'FAILED', deps.now(), reason);
    await happened('closed', 'FAILED', reason);
    return 'FAILED';
  });

type Happened = (key: string, event: string, text: string, actor?: string) => Promise<void>;

/** One transaction over the locked request; what happens in it is written into its timeline. */
async function change<T>(
  { store, now }: PublishingDeps,
  { orgId, publishRequestId }: RequestKey,
  work: (tx: Tx, request: PublishRequest, happened: Happened) => Promise<T>,
): Promise<T> {
  const platform = systemActor(orgId);
  return store.transaction(platform, async (tx) => {
    const request = await tx.requests.forUpdate(orgId, publishRequestId);
    if (!request) throw requestNotFound(publishRequestId);
    return work(tx, request, (key, event, text, actor = platform.principal) =>
      tx.timeline.add({ orgId, publishRequestId, key, event, text, actor, at: now() }),
    );
  });
}
