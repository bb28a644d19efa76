import { defineSignal, defineUpdate } from '@temporalio/workflow';

/** Times come with the start, so that a test can shorten them and a running approval keeps those it began with. */
export type PublishApprovalInput = {
  readonly publishRequestId: string;
  readonly orgId: string;
  readonly reminderAfterMs: number;
  readonly expiryAfterMs: number;
};

/** A decision is a row of governance's inbox; the workflow is told its id only. A withdrawal is one of them. */
export type DecisionMessage = { readonly decisionId: string };

/** What became of a decision: it closed the request, or came after something else had, or its maker may not make it. */
export type DecisionOutcome = 'APPLIED' | 'TOO_LATE' | 'REFUSED';

/** Durable with no worker up; the relay sends it for every inbox row. */
export const decideSignal = defineSignal<[DecisionMessage]>('decide');
/** The same decision, answered as soon as it is applied; the mutation waits for it a short while. */
export const decideUpdate = defineUpdate<DecisionOutcome, [DecisionMessage]>('decideAndWait');

export type PublishApprovalResult = 'PUBLISHED' | 'CHECKS_FAILED' | 'REJECTED' | 'WITHDRAWN' | 'EXPIRED' | 'FAILED';
