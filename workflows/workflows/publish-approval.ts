import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { PublishingActivities } from '../activities/publishing.ts';
import { decideSignal, decideUpdate, type PublishApprovalInput, type PublishApprovalResult } from '../contracts/publish-approval.ts';
import { createDecisionInbox, type DecisionInbox } from './decision-inbox.ts';

const RETRY = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' } as const;
/** Governance's own steps are tried until they succeed: without them nobody would know where the request stands. */
const RECORD: ActivityOptions = { startToCloseTimeout: '30 seconds', retry: RETRY };
/** The steps in other subgraphs give up after a day, and then everything is undone. */
const STEP: ActivityOptions = { ...RECORD, scheduleToCloseTimeout: '1 day' };

const record = proxyActivities<PublishingActivities>(RECORD);
const step = proxyActivities<PublishingActivities>(STEP);
const undo = record;

type Key = { readonly orgId: string; readonly publishRequestId: string };
type Status = Awaited<ReturnType<PublishingActivities['beginPublishing']>>;

/** Takes a publish request from its checks over a person's decision to its publication, or to the reason why not. */
export async function publishApproval(input: PublishApprovalInput): Promise<PublishApprovalResult> {
  const key: Key = { orgId: input.orgId, publishRequestId: input.publishRequestId };
  const inbox = createDecisionInbox();
  setHandler(decideSignal, ({ decisionId }) => inbox.receive(decisionId));
  setHandler(
    decideUpdate,
    async ({ decisionId }) => {
      inbox.receive(decisionId);
      await condition(() => inbox.outcome(decisionId) !== undefined);
      return inbox.outcome(decisionId) ?? 'TOO_LATE';
    },
    { validator: ({ decisionId }) => checkDecisionId(decisionId) },
  );

  const result = await review(input, key, inbox).catch((error: unknown) => fail(key, reasonOf(error)));
  setCurrentDetails(`**${result}**`);
  // Whoever decided while the request was closing gets an answer too; past this the relay finds the process gone and answers.
  await CancellationScope.nonCancellable(async () => {
    do await drain(key, inbox);
    while (await condition(() => inbox.waiting() || allHandlersFinished()).then(inbox.waiting));
  });
  return result;
}

async function review(input: PublishApprovalInput, key: Key, inbox: DecisionInbox): Promise<PublishApprovalResult> {
  setCurrentDetails('Running the checks');
  const { passed, needsApproval } = await step.runPublishChecks(key);
  if (!passed) return 'CHECKS_FAILED';
  // A withdrawal that came before the checks ended still counts.
  let status = await drain(key, inbox);
  if (needsApproval) status = await decided(input, key, inbox, status);
  else if (status === undefined || status === 'PENDING_CHECKS') status = await record.beginPublishing(key);
  if (status !== 'PUBLISHING') return closed(status);
  // Half a publication is worse than a late end: once it began, a cancellation waits for it.
  return CancellationScope.nonCancellable(() => publish(key));
}

/** Waits until a decision takes the request out of waiting, reminding once; nobody's decision lets it expire. */
async function decided(
  { reminderAfterMs, expiryAfterMs }: PublishApprovalInput,
  key: Key,
  inbox: DecisionInbox,
  before: Status | undefined,
): Promise<Status> {
  let status: Status = before ?? 'AWAITING_APPROVAL';
  const asked = Date.now();
  const expiry = asked + expiryAfterMs;
  let reminder: number | undefined = reminderAfterMs < expiryAfterMs ? asked + reminderAfterMs : undefined;
  while (status === 'AWAITING_APPROVAL') {
    setCurrentDetails(`Waiting for an approver until **${new Date(expiry).toISOString()}**`);
    const untilNext = Math.max((reminder ?? expiry) - Date.now(), 1);
    if (await condition(inbox.waiting, untilNext)) status = (await drain(key, inbox)) ?? status;
    else if (reminder === undefined) status = await record.expirePublishRequest(key);
    else {
      reminder = undefined;
      status = await record.remindApprovers(key);
    }
  }
  return status;
}

/**
 * Price, then publication, then the announcement and the request's end. That a new unit is counted comes first, because no use may go by
 * uncounted once it has a price; it stays, since it costs nobody anything. The price is undone only while the version is certainly not listed:
 * a version once shown is never withdrawn, so from then on every step is tried until it succeeds.
 */
async function publish(key: Key): Promise<PublishApprovalResult> {
  if (!patched('consent')) return publishAsIn010(key);
  try {
    setCurrentDetails('Putting the price in force');
    await step.beginPublication(key);
    await step.meterUnits(key);
    const { priceVersionId } = await step.putPriceInForce(key);
    setCurrentDetails('Listing the version');
    await record.publishVersion({ ...key, priceVersionId });
  } catch (error) {
    setCurrentDetails('Undoing what was done');
    const undone = await undoAll([() => undo.withdrawPrice(key)]);
    const reason = reasonOf(error);
    return fail(key, undone ? reason : `${reason} Undoing it failed too: a platform admin has to look at the price.`);
  }
  setCurrentDetails('Announcing the price');
  await record.announcePrice(key);
  return closed(await record.completePublishing(key));
}

/** As runs that began under 0.1.0 go on, whose histories name these steps in this order. */
async function publishAsIn010(key: Key): Promise<PublishApprovalResult> {
  const undoing: (() => Promise<void>)[] = [];
  try {
    setCurrentDetails('Putting the price in force');
    await step.currentPublication(key);
    await step.meterUnits(key);
    undoing.push(() => undo.withdrawPrice(key));
    await step.putPriceInForce(key);
    setCurrentDetails('Listing the version');
    undoing.push(undo.restorePublication);
    await step.publishVersion(key);
    return closed(await record.completePublishing(key));
  } catch (error) {
    setCurrentDetails('Undoing what was done');
    const undone = await undoAll(undoing);
    const reason = reasonOf(error);
    return fail(key, undone ? reason : `${reason} Undoing it failed too: a platform admin has to look at price and publication.`);
  }
}

/** Undoes the steps, last first; tells whether all of it succeeded. */
async function undoAll(steps: (() => Promise<void>)[]): Promise<boolean> {
  let all = true;
  for (const back of steps.reverse()) {
    try {
      await back();
    } catch {
      all = false;
    }
  }
  return all;
}

const fail = (key: Key, reason: string): Promise<PublishApprovalResult> =>
  CancellationScope.nonCancellable(async () => closed(await record.failPublishing({ ...key, reason })));

/** Applies the decisions that wait; answers where the request then stands, undefined when none waited. */
async function drain(key: Key, inbox: DecisionInbox): Promise<Status | undefined> {
  let status: Status | undefined;
  await inbox.drain(async (decisionId) => {
    const applied = await record.applyPublishDecision({ ...key, decisionId });
    status = applied.status;
    return applied.outcome;
  });
  return status;
}

function closed(status: Status): PublishApprovalResult {
  if (status === 'PENDING_CHECKS' || status === 'AWAITING_APPROVAL' || status === 'PUBLISHING')
    throw ApplicationFailure.nonRetryable(`The request is still open: ${status}.`, 'REQUEST_OPEN');
  return status;
}

function checkDecisionId(decisionId: unknown): void {
  if (typeof decisionId !== 'string' || !decisionId.startsWith('dec_'))
    throw ApplicationFailure.nonRetryable('A decision is named by its id, such as dec_….', 'INVALID_INPUT');
}

/** What the publisher may read: a refusal's own sentence; of anything else only that it was ours. */
function reasonOf(error: unknown): string {
  if (isCancellation(error)) return 'An operator cancelled the process of this request. Request again.';
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && cause.nonRetryable) return cause.message;
  return 'Publishing did not succeed on our side. Request again.';
}
