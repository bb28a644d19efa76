import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  condition,
  continueAsNew,
  executeChild,
  ParentClosePolicy,
  patched,
  proxyActivities,
  setCurrentDetails,
  sleep,
  workflowInfo,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import type { InstallActivities } from '../activities/installs.ts';
import type { InvoicingActivities } from '../activities/invoicing.ts';
import type { PeriodActivities } from '../activities/periods.ts';
import type {
  AccountInvoicingInput,
  AccountInvoicingResult,
  MonthlyInvoicingInput,
  MonthlyInvoicingResult,
  RunProgress,
  UnbookedAccount,
} from '../contracts/batches.ts';
import { QUEUES, workflowId } from '../contracts/ids.ts';
import { closeDays } from './daily-aggregation.ts';
import { BATCH_ACTIVITY, PATCHES } from './options.ts';

const { checkPeriod } = proxyActivities<PeriodActivities>(BATCH_ACTIVITY);
const { markInstalls, awaitInstalls } = proxyActivities<InstallActivities>(BATCH_ACTIVITY);
const { accountsToBill, recordUnbooked, recordRun } = proxyActivities<InvoicingActivities>(BATCH_ACTIVITY);
// One account that cannot be billed must not hold the month: it counts as failed, and its child says why.
const { draftInvoice, numberAndPost, finalizeInvoice } = proxyActivities<InvoicingActivities>({
  ...BATCH_ACTIVITY,
  scheduleToCloseTimeout: '6 hours',
});

/** Accounts under way at once. */
const AT_ONCE = 10;
/** How long a history that grew long waits for the accounts under way; those that take longer go over into the next. */
const LAST_WAIT = '3 seconds';

/**
 * Invoices a month that is due: closes every day of it, then one child workflow an account of which nothing is booked and that owes something.
 * One account that fails or takes long holds up no other. Refuses a month that is not due, or below the floor.
 */
export async function monthlyInvoicing({ month, afterAccount, underWay, done }: MonthlyInvoicingInput): Promise<MonthlyInvoicingResult> {
  const recording = patched(PATCHES.unbookedAreRecorded);
  if (done === undefined) {
    if (patched(PATCHES.periodsAreChecked)) await checkPeriod({ kind: 'month', period: month });
    setCurrentDetails('Waiting until billing has every install that the catalog has');
    await awaitInstalls({ mark: await markInstalls({ month }) });
    await closeDays(month);
  }
  let progress = { accounts: 0, invoices: 0, failed: 0, waiting: 0, ...done };
  const accounts = accountsInOrder(month, afterAccount, underWay);
  const lane = async () => {
    for (let orgId = await accounts.next(); orgId !== undefined; orgId = await accounts.next()) {
      const { outcome, why } = await invoiceAccount({ orgId, month });
      if (recording && why) await recordUnbooked({ month, orgId, outcome, ...why });
      accounts.end(orgId);
      progress = counted(progress, outcome);
      setCurrentDetails(described(progress));
    }
  };
  await Promise.race([Promise.all(Array.from({ length: AT_ONCE }, lane)), historyIsFull(accounts)]);
  const left = accounts.left();
  if (left) return continueAsNew<typeof monthlyInvoicing>({ month, done: progress, ...left });
  if (!recording) {
    await recordRun({ month, failed: progress.failed + progress.waiting });
    return { ...progress, unbooked: [] };
  }
  const standing = await recordRun({ month });
  setCurrentDetails(
    [`This run: ${described(progress)}`, `The month: ${described(standing)}`, ...standing.unbooked.map(named)].join('\n\n'),
  );
  return standing;
}

type Progress = Required<RunProgress>;

const counted = (before: Progress, outcome: Ended['outcome']): Progress => ({
  accounts: before.accounts + 1,
  invoices: before.invoices + (outcome === 'invoiced' ? 1 : 0),
  failed: before.failed + (outcome === 'failed' ? 1 : 0),
  waiting: before.waiting + (outcome === 'waiting' ? 1 : 0),
});

const described = ({ accounts, invoices, failed, waiting }: Progress): string =>
  `**${accounts}** accounts, **${invoices}** invoices, **${failed}** failed, **${waiting}** waiting`;
const named = ({ orgId, outcome, code, reason }: UnbookedAccount): string => `${orgId} ${outcome}: ${reason} (${code})`;

/** Ends when the server says that the history has grown long, and the accounts under way ended or take long too. */
async function historyIsFull(accounts: Accounts): Promise<void> {
  await condition(historyIsLong);
  await condition(() => accounts.underWay() === 0, LAST_WAIT);
}
const historyIsLong = () => workflowInfo().continueAsNewSuggested;

type Accounts = {
  /** The next account, which is under way from now on; undefined after the last, and once the history has grown long. */
  next(): Promise<string | undefined>;
  end(orgId: string): void;
  underWay(): number;
  /** Where the next history goes on; undefined when every account has ended. */
  left(): Pick<MonthlyInvoicingInput, 'afterAccount' | 'underWay'> | undefined;
};

/** The accounts of a month, those that an earlier history left under way first; read page by page. */
function accountsInOrder(month: string, afterAccount: string | undefined, before: readonly string[] = []): Accounts {
  const waiting = [...before];
  const underWay = new Set<string>(before);
  let page: string[] = [];
  let last = false;
  let [read, taken] = [afterAccount, afterAccount];
  let reading: Promise<void> | undefined;
  const readPage = async () => {
    const { accounts, next } = await accountsToBill({ month, limit: AT_ONCE, ...(read === undefined ? {} : { after: read }) });
    page = accounts;
    last = next === null;
    read = next ?? read;
    reading = undefined;
  };
  return {
    async next() {
      const carried = waiting.shift();
      if (carried !== undefined) return carried;
      while (page.length === 0 && !last && !historyIsLong()) await (reading ??= readPage());
      if (historyIsLong()) return undefined;
      const orgId = page.shift();
      // Under way in the same moment, so that no history can end in between and forget it.
      if (orgId !== undefined) underWay.add((taken = orgId));
      return orgId;
    },
    end: (orgId) => void underWay.delete(orgId),
    underWay: () => underWay.size,
    left() {
      if (last && page.length === 0 && underWay.size === 0) return undefined;
      return { ...(taken === undefined ? {} : { afterAccount: taken }), underWay: [...underWay] };
    },
  };
}

/** Between asking whether an account's child of an earlier run has ended; doubled each time. */
const [FIRST_WAIT_S, LONGEST_WAIT_S] = [1, 60];

/** How an account's child ended; `why` when the month is not booked. */
type Ended =
  | { readonly outcome: 'invoiced' | 'showback' | 'held' | 'none'; readonly why?: undefined }
  | { readonly outcome: 'failed' | 'waiting'; readonly why: Pick<UnbookedAccount, 'code' | 'reason'> };

/** Whoever may let a month wait refuses its draft or its booking under this code. */
const WAITS = 'MONTH_WAITS';
const LONGEST_REASON = 500;

/** The outcome of an account's child; a failure is counted, visible under the child's own id, and run again with the month the next day. */
async function invoiceAccount(input: AccountInvoicingInput): Promise<Ended> {
  for (let waitS = FIRST_WAIT_S; ; waitS = Math.min(waitS * 2, LONGEST_WAIT_S)) {
    try {
      const { outcome, reason = '' } = await executeChild(accountInvoicing, {
        args: [input],
        workflowId: workflowId.invoice(input.orgId, input.month),
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        parentClosePolicy: ParentClosePolicy.ABANDON,
        taskQueue: QUEUES.batch,
        staticSummary: `Invoice of ${input.orgId} for ${input.month}`,
      });
      return outcome === 'waiting' ? { outcome, why: { code: WAITS, reason: reason.slice(0, LONGEST_REASON) } } : { outcome };
    } catch (error) {
      if (error instanceof ChildWorkflowFailure) return { outcome: 'failed', why: rootOf(error) };
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      // An earlier run of the month was ended and left this account's child at work.
      await sleep(waitS * 1_000);
    }
  }
}

/** What a failure comes from: a refusal by its code, anything else by the name of its kind. */
function rootOf(failure: Error): Pick<UnbookedAccount, 'code' | 'reason'> {
  let root = failure;
  while (root.cause instanceof Error) root = root.cause;
  const code = (root instanceof ApplicationFailure && root.type) || root.name;
  return { code, reason: root.message.slice(0, LONGEST_REASON) };
}

/** One account's month: draft, number and post, finalise. Each step is done at most once, by the account and month. */
export async function accountInvoicing({ orgId, month }: AccountInvoicingInput): Promise<AccountInvoicingResult> {
  try {
    const draft = await draftInvoice({ orgId, month });
    if (draft.outcome === 'none') {
      setCurrentDetails('Nothing to bill');
      return draft;
    }
    await numberAndPost({ orgId, month });
    await finalizeInvoice({ orgId, month });
    setCurrentDetails(draft.invoiceId === null ? 'Showback: ledger entries, no invoice' : `Invoice ${draft.invoiceId} is final`);
    return draft;
  } catch (error) {
    const refused = error instanceof ActivityFailure ? error.cause : undefined;
    if (!(refused instanceof ApplicationFailure) || refused.type !== WAITS) throw error;
    setCurrentDetails(`Waits: ${refused.message}`);
    return { outcome: 'waiting', invoiceId: null, reason: refused.message };
  }
}
