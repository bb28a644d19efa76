import {
  ChildWorkflowFailure,
  continueAsNew,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import type { AggregationActivities } from '../activities/aggregation.ts';
import type { InvoicingActivities } from '../activities/invoicing.ts';
import type { AccountInvoicingInput, AccountInvoicingResult, MonthlyInvoicingInput, MonthlyInvoicingResult } from '../contracts/batches.ts';
import { QUEUES, workflowId } from '../contracts/ids.ts';
import { closeDays } from './daily-aggregation.ts';
import { BATCH_ACTIVITY } from './options.ts';

const { daysToClose } = proxyActivities<AggregationActivities>(BATCH_ACTIVITY);
const { accountsToBill, recordRun, draftInvoice, numberAndPost, finalizeInvoice } = proxyActivities<InvoicingActivities>(BATCH_ACTIVITY);

/** Accounts under way at once, and accounts before the run continues as new so that its history stays short. */
const AT_ONCE = 10;
const ACCOUNTS_A_RUN = 500;

/** Invoices a closed month: closes every day of it, then one child workflow an account. One account that fails stops no other. */
export async function monthlyInvoicing({ month, afterAccount, done }: MonthlyInvoicingInput): Promise<MonthlyInvoicingResult> {
  if (afterAccount === undefined) await closeDays(await daysToClose({ period: month }));
  let result = done ?? { accounts: 0, invoices: 0, failed: 0 };
  let after = afterAccount;
  for (let seen = 0; seen < ACCOUNTS_A_RUN;) {
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
    seen += outcomes.length;
    after = page.next;
  }
  return continueAsNew<typeof monthlyInvoicing>({ month, done: result, ...(after === undefined ? {} : { afterAccount: after }) });
}

/** The outcome of an account's child; a failure is counted, visible under the child's own id, and run again with the month. */
async function invoiceAccount(input: AccountInvoicingInput): Promise<AccountInvoicingResult['outcome'] | 'failed'> {
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
    throw error;
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
