import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ChildWorkflowFailure,
  continueAsNew,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
  sleep,
  workflowInfo,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import type { AggregationActivities } from '../activities/aggregation.ts';
import type { InvoicingActivities } from '../activities/invoicing.ts';
import type { AccountInvoicingInput, AccountInvoicingResult, MonthlyInvoicingInput, MonthlyInvoicingResult } from '../contracts/batches.ts';
import { QUEUES, workflowId } from '../contracts/ids.ts';
import { closeDays } from './daily-aggregation.ts';
import { BATCH_ACTIVITY } from './options.ts';

const { daysToClose, handPeriodToBilling } = proxyActivities<AggregationActivities>(BATCH_ACTIVITY);
const { accountsToBill, recordRun } = proxyActivities<InvoicingActivities>(BATCH_ACTIVITY);
// One account that cannot be billed must not hold the month: it counts as failed, and its child says why.
const { draftInvoice, numberAndPost, finalizeInvoice } = proxyActivities<InvoicingActivities>({
  ...BATCH_ACTIVITY,
  scheduleToCloseTimeout: '6 hours',
});

/** Accounts under way at once. */
const AT_ONCE = 10;

/** Invoices a closed month: closes every day of it, then one child workflow an account. One account that fails stops no other. */
export async function monthlyInvoicing({ month, afterAccount, done }: MonthlyInvoicingInput): Promise<MonthlyInvoicingResult> {
  if (afterAccount === undefined) {
    await closeDays(await daysToClose({ period: month }));
    // A day that another run closed a moment ago, or before it was ended, may not have reached billing.
    await handPeriodToBilling({ period: month });
  }
  let result = done ?? { accounts: 0, invoices: 0, failed: 0 };
  let after = afterAccount;
  for (;;) {
    const page = await accountsToBill({ month, limit: AT_ONCE, ...(after === undefined ? {} : { after }) });
    const outcomes = await Promise.all(page.accounts.map((orgId) => invoiceAccount({ orgId, month })));
    result = {
      accounts: result.accounts + outcomes.length,
      invoices: result.invoices + outcomes.filter((outcome) => outcome === 'invoiced').length,
      failed: result.failed + outcomes.filter((outcome) => outcome === 'failed').length,
    };
    setCurrentDetails(`**${result.accounts}** accounts, **${result.invoices}** invoices, **${result.failed}** failed`);
    if (page.next === null) {
      await recordRun({ month, ...result });
      return result;
    }
    after = page.next;
    // The server says when the history has grown long.
    if (workflowInfo().continueAsNewSuggested) return continueAsNew<typeof monthlyInvoicing>({ month, done: result, afterAccount: after });
  }
}

/** Between asking whether an account's child of an earlier run has ended; doubled each time. */
const [FIRST_WAIT_S, LONGEST_WAIT_S] = [1, 60];

/** The outcome of an account's child; a failure is counted, visible under the child's own id, and run again with the month. */
async function invoiceAccount(input: AccountInvoicingInput): Promise<AccountInvoicingResult['outcome'] | 'failed'> {
  for (let waitS = FIRST_WAIT_S; ; waitS = Math.min(waitS * 2, LONGEST_WAIT_S)) {
    try {
      const { outcome } = await executeChild(accountInvoicing, {
        args: [input],
        workflowId: workflowId.invoice(input.orgId, input.month),
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        parentClosePolicy: ParentClosePolicy.ABANDON,
        taskQueue: QUEUES.batch,
        staticSummary: `Invoice of ${input.orgId} for ${input.month}`,
      });
      return outcome;
    } catch (error) {
      if (error instanceof ChildWorkflowFailure) return 'failed';
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      // An earlier run of the month was ended and left this account's child at work.
      await sleep(waitS * 1_000);
    }
  }
}

/** One account's month: draft, number and post, finalise. Each step is done at most once, by the account and month. */
export async function accountInvoicing({ orgId, month }: AccountInvoicingInput): Promise<AccountInvoicingResult> {
  const draft = await draftInvoice({ orgId, month });
  if (draft.outcome === 'none') {
    setCurrentDetails('Nothing to bill');
    return draft;
  }
  await numberAndPost({ orgId, month });
  await finalizeInvoice({ orgId, month });
  setCurrentDetails(draft.invoiceId === null ? 'Showback: ledger entries, no invoice' : `Invoice ${draft.invoiceId} is final`);
  return draft;
}
