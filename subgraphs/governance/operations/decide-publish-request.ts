import { refusal, type Fault } from '@guildhall/platform/errors.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { decisionMade } from '../domain/events.ts';
import { authorize, refuseAny } from '../domain/organization.ts';
import { isOpen, requestNotFound, type Decision, type PublishRequest, type Verdict } from '../domain/publish-request.ts';
import type { Tx } from '../store/store.ts';
import type { GovernanceDeps } from './deps.ts';
import { mayDecide, settleDecision } from './settle-decision.ts';

export type DecideInput = {
  readonly publishRequestId: string;
  readonly verdict: 'APPROVE' | 'REJECT';
  readonly reason: string | null;
  readonly digest: string;
  readonly idempotencyKey: string;
};
export type WithdrawInput = Pick<DecideInput, 'publishRequestId' | 'idempotencyKey'>;
type Made = { readonly decision: Decision; readonly request: PublishRequest };

/**
 * Approves or rejects a request: the decision is a row of the inbox first, then its process applies it. Answers the decision's row, which
 * stands `PENDING` when nothing came of it within a short while; the same key again answers what it came to.
 * Throws `INVALID_INPUT`, `PUBLISH_REQUEST_NOT_FOUND`, `DIGEST_MISMATCH`, `NOT_ELIGIBLE`, `IDEMPOTENCY_KEY_REUSED`.
 */
export async function decidePublishRequest(deps: GovernanceDeps, actor: Actor, input: DecideInput): Promise<Made> {
  authorize(actor, 'publish.decide');
  refuseAny(reasonFaults(input));
  return make(deps, actor, 'decidePublishRequest', input, async (tx, request) => {
    if (input.digest !== request.digest)
      throw refusal('DIGEST_MISMATCH', `The request is bound to the digest ${request.digest}; look at that version, then decide.`, [
        'digest',
      ]);
    if (!(await mayDecide(tx, request, actor.principal)))
      throw refusal('NOT_ELIGIBLE', 'You own, registered or edited this app, or made the request; an approver who did not has to decide.', [
        'publishRequestId',
      ]);
    return { verdict: input.verdict, reason: input.reason };
  });
}

/** Takes a request back, as a decision on it. Throws `PUBLISH_REQUEST_NOT_FOUND`, `IDEMPOTENCY_KEY_REUSED`. */
export async function withdrawPublishRequest(deps: GovernanceDeps, actor: Actor, input: WithdrawInput): Promise<Made> {
  authorize(actor, 'publish.withdraw');
  return make(deps, actor, 'withdrawPublishRequest', input, () => Promise.resolve({ verdict: 'WITHDRAW', reason: null }));
}

async function make(
  deps: GovernanceDeps,
  actor: Actor,
  operation: string,
  { idempotencyKey, ...input }: WithdrawInput,
  judge: (tx: Tx, request: PublishRequest) => Promise<{ readonly verdict: Verdict; readonly reason: string | null }>,
): Promise<Made> {
  const { orgId, principal } = actor;
  const decisionId = await deps.store.transaction(actor, async (tx) =>
    tx.idempotency.once(orgId, `${operation}/${principal}`, idempotencyKey, input, async () => {
      const request = await existing(tx, orgId, input.publishRequestId);
      const decision: Decision = {
        ...(await judge(tx, request)),
        orgId,
        id: deps.newId('dec'),
        publishRequestId: request.id,
        principal,
        digest: request.digest,
        madeAt: deps.now(),
        ...(isOpen(request)
          ? { outcome: 'PENDING' as const, why: null }
          : { outcome: 'TOO_LATE' as const, why: `The request was closed before: ${request.status}.` }),
      };
      await tx.decisions.add(decision);
      if (decision.outcome === 'PENDING') await tx.outbox.emit(decisionMade(decision));
      return decision.id;
    }),
  );
  const made = () =>
    deps.store.transaction(actor, async (tx): Promise<Made> => {
      const decision = await tx.decisions.byId(orgId, decisionId);
      if (!decision) throw requestNotFound(input.publishRequestId);
      return { decision, request: await existing(tx, orgId, decision.publishRequestId) };
    });
  const first = await made();
  if (first.decision.outcome !== 'PENDING') return first;
  await deps.awaitDecision(first.request.id, decisionId);
  // The process may have ended between the two, and then nobody else answers this decision at once.
  await settleDecision({ ...deps, store: deps.platform }, { orgId, decisionId });
  return made();
}

async function existing(tx: Tx, orgId: string, id: string): Promise<PublishRequest> {
  const [request] = await tx.requests.byIds(orgId, [id]);
  if (!request) throw requestNotFound(id);
  return request;
}

function reasonFaults({ verdict, reason }: DecideInput): Fault[] {
  const fault = (message: string): Fault[] => [{ code: 'INVALID_INPUT', message, field: ['reason'] }];
  if (verdict === 'REJECT' && !reason?.trim()) return fault('Say why you reject, so that the publisher knows what to change.');
  return (reason ?? '').length > 2_000 ? fault('reason must have at most 2,000 characters.') : [];
}
