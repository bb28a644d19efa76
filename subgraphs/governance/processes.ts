import type { Handlers } from '@guildhall/events/event.ts';
import type { Logger } from '@guildhall/platform/log.ts';
import type { Temporal } from '@guildhall/platform/temporal.ts';
import { QUEUES, workflowId, WORKFLOWS } from '@guildhall/workflows/contracts/ids.ts';
import { decideSignal, decideUpdate, type PublishApprovalInput } from '@guildhall/workflows/contracts/publish-approval.ts';
import type { Publishing } from './index.ts';

/** How long a mutation waits for what becomes of a decision. */
const ANSWER_MS = 3_000;

export type ProcessesOptions = {
  readonly temporal: Temporal;
  readonly publishing: Publishing;
  readonly logger: Logger;
  readonly reminderAfterMs: number;
  readonly expiryAfterMs: number;
};

/** Governance's side of the publish process: the relay that starts it and tells it decisions, and the wait for an outcome. */
export function createProcesses({ temporal, publishing, logger, reminderAfterMs, expiryAfterMs }: ProcessesOptions) {
  return {
    /** Delivers governance's own outbox to Temporal; safe to repeat. */
    deliver: {
      async 'governance.publish.requested'({ orgId, payload: { publishRequestId } }) {
        const { appId, number } = await publishing.reviewedRequest({ orgId, publishRequestId });
        const input: PublishApprovalInput = { publishRequestId, orgId, reminderAfterMs, expiryAfterMs };
        await temporal.startOrFind({
          type: WORKFLOWS.publishApproval,
          id: workflowId.publish(publishRequestId),
          queue: QUEUES.approval,
          input,
          summary: `Publish ${appId}@${number} of ${orgId}`,
        });
      },
      async 'governance.decision.made'({ orgId, payload: { publishRequestId, decisionId } }) {
        const sent = await temporal.signal(workflowId.publish(publishRequestId), decideSignal, { decisionId });
        if (sent === 'gone') await publishing.settleAbandoned({ orgId, publishRequestId, decisionId });
      },
    } satisfies Handlers<[]>,
    /** Gives the process a decision directly and waits a short while; the relay's signal brings it in any case. */
    async awaitDecision(publishRequestId: string, decisionId: string): Promise<void> {
      try {
        const options = { updateId: decisionId, withinMs: ANSWER_MS };
        await temporal.update(workflowId.publish(publishRequestId), decideUpdate, options, { decisionId });
      } catch (error) {
        logger.info({ err: error, publishRequestId, decisionId }, 'no outcome of the decision yet');
      }
    },
  };
}
