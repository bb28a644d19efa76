import { refusal } from '@guildhall/platform/errors.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { decimalText } from '@guildhall/platform/decimal.ts';
import { accountNotFound } from '../domain/account.ts';
import { isShowback, outcomeOf, totalOf, type ChargeLine, type Outcome } from '../domain/charges.ts';
import { invoiceFinalized } from '../domain/events.ts';
import { checkMonth, checkMonthIsDue, invoiceNumber, seriesOf, type Invoice } from '../domain/invoice.ts';
import { postingsOf } from '../domain/ledger.ts';
import { asKept } from '../domain/price-version.ts';
import { heldChargeLines, type HeldChargeLine } from '../domain/held.ts';
import { rateMonth, type MonthOfUse, type RatedMonth } from '../domain/rating.ts';
import type { Tx } from '../store/store.ts';
import type { BillingDeps } from './deps.ts';
import { loadUse } from './load-use.ts';

/** What a step of an account's month came to. */
export type InvoicingResult = { readonly outcome: Outcome; readonly invoiceId: string | null };

type Draft = {
  readonly outcome: Outcome;
  readonly invoice: Invoice | undefined;
  readonly lines: readonly ChargeLine[];
  readonly held: readonly HeldChargeLine[];
};

/**
 * Computes an account's month anew from the days that are closed now, and keeps it as the month's draft; for workflows. Of a month that
 * is booked it answers what was booked. Lines of `heldApps`, and those larger than anyone could owe, are held. Throws `ACCOUNT_NOT_FOUND`, `NOT_RATEABLE`.
 */
export async function draftInvoice(
  deps: BillingDeps,
  orgId: string,
  month: string,
  heldApps: ReadonlySet<string> = new Set(),
): Promise<InvoicingResult> {
  checkMonth(month);
  return deps.store.transaction(systemActor(orgId), async (tx) => {
    await tx.months.lock({ orgId, month });
    const booked = await tx.months.booked({ orgId, month });
    if (booked) return resultOfBooked(booked);
    const result = resultOf(await redraft(deps, tx, { orgId, month, heldApps }));
    if (result.outcome === 'none') await tx.months.settle({ orgId, month });
    return result;
  });
}

/**
 * Books an account's month as the days stand now: one invoice with the next number of its series, its lines, showback lines, ledger
 * entries and the publishers' revenue, all in one transaction; for workflows. Repeating it, also at once, answers what was booked.
 * Throws what {@link draftInvoice} does, `MONTH_NOT_DUE`, and `MONTH_WAITS` when a line would be held because of one of `waitingApps`: an
 * event of those is tried again, and what is booked as held is billed by a correction only.
 */
export async function numberAndPost(
  deps: BillingDeps,
  orgId: string,
  month: string,
  heldApps: ReadonlySet<string> = new Set(),
  waitingApps: ReadonlySet<string> = new Set(),
): Promise<InvoicingResult> {
  checkMonth(month);
  checkMonthIsDue(month, deps.now(), deps.graceHours);
  return deps.store.transaction(systemActor(orgId), async (tx) => {
    await tx.months.lock({ orgId, month });
    const booked = await tx.months.booked({ orgId, month });
    if (booked) return resultOfBooked(booked);
    const draft = await redraft(deps, tx, { orgId, month, heldApps });
    const waiting = draft.held.find(({ code, appId }) => code === 'APP_ON_HOLD' && waitingApps.has(appId));
    if (waiting) throw refusal('MONTH_WAITS', `The month of ${orgId} waits for an event of ${waiting.appId} that is being tried again.`);
    const { outcome, invoiceId } = resultOf(draft);
    if (outcome === 'none') return { outcome, invoiceId };
    await book(deps, tx, { orgId, month, heldApps }, draft);
    await tx.months.book({ orgId, month }, { outcome, invoiceId }, deps.now());
    return { outcome, invoiceId };
  });
}

/**
 * Finalizes what was booked of an account's month, and forgets that a run could not book it; for workflows. Repeating it changes nothing;
 * of a month that is not booked there is nothing to finalize.
 */
export async function finalizeInvoice({ store, now }: BillingDeps, orgId: string, month: string): Promise<InvoicingResult> {
  checkMonth(month);
  return store.transaction(systemActor(orgId), async (tx) => {
    await tx.months.lock({ orgId, month });
    await tx.months.settle({ orgId, month });
    const booked = await tx.months.booked({ orgId, month });
    if (!booked) return { outcome: 'none', invoiceId: null };
    if (booked.finalizedAt === null) {
      const at = now();
      const [invoice] = booked.invoiceId === null ? [] : await tx.invoices.byIds(orgId, [booked.invoiceId]);
      if (invoice) {
        const final: Invoice = { ...invoice, status: 'final', finalizedAt: at };
        await tx.invoices.update(final);
        await tx.outbox.emit(invoiceFinalized(final, at));
      }
      await tx.months.finalize({ orgId, month }, at);
    }
    return resultOfBooked(booked);
  });
}

const resultOf = ({ outcome, invoice }: Draft): InvoicingResult => ({ outcome, invoiceId: invoice?.id ?? null });
const resultOfBooked = ({ outcome, invoiceId }: InvoicingResult): InvoicingResult => ({ outcome, invoiceId });

type MonthToDraft = { readonly orgId: string; readonly month: string; readonly heldApps: ReadonlySet<string> };

async function redraft({ now, newId }: BillingDeps, tx: Tx, { orgId, month, heldApps }: MonthToDraft): Promise<Draft> {
  const account = await tx.accounts.find(orgId);
  if (!account) throw accountNotFound(orgId);
  const useOf = await loadUse(tx, [orgId], month, heldApps);
  const rated = rateOrRefuse(() => ({ ...useOf(orgId), currency: account.currency }), orgId);
  const outcome = outcomeOf(account, rated);
  const held = heldChargeLines({ orgId, month, currency: account.currency, booked: false }, rated.held);
  const [before] = await tx.invoices.ofMonth([orgId], month);
  const id = before?.id ?? newId('inv');
  const lines = (outcome === 'none' ? [] : rated.lines).map((line, position): ChargeLine => ({
    orgId,
    id: newId('lin'),
    month,
    position,
    invoiceId: outcome !== 'invoiced' || isShowback(account, line) ? null : id,
    kind: line.kind,
    appId: line.appId,
    publisher: line.publisher,
    unit: line.unit,
    priceVersion: line.priceVersion && asKept(line.priceVersion),
    quantity: decimalText(line.quantity),
    included: decimalText(line.included),
    unitPrice: decimalText(line.unitPrice),
    amount: line.amount,
  }));
  const invoiced = lines.filter(({ invoiceId }) => invoiceId !== null);
  const invoice: Invoice | undefined =
    outcome !== 'invoiced'
      ? undefined
      : {
          orgId,
          id,
          month,
          number: null,
          status: 'draft',
          total: totalOf(invoiced, account.currency),
          draftedAt: before?.draftedAt ?? now(),
          postedAt: null,
          finalizedAt: null,
        };
  await tx.invoices.putDraft({ orgId, month }, invoice, lines);
  await tx.held.lock([{ orgId, month }]);
  await tx.held.put({ orgId, month }, held);
  return { outcome, invoice, lines, held };
}

/** What cannot be rated now cannot be a moment later: it is refused for good, so that nobody waits for it. Throws `NOT_RATEABLE`. */
function rateOrRefuse(use: () => MonthOfUse, orgId: string): RatedMonth {
  try {
    return rateMonth(use());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refusal('NOT_RATEABLE', `The month of ${orgId} cannot be rated: ${reason}. A platform admin has to look at its prices and days.`);
  }
}

/** Numbers come last: the series is locked from here to the commit. */
async function book({ now, newId }: BillingDeps, tx: Tx, month: MonthToDraft, { invoice, lines, held }: Draft): Promise<void> {
  const postedAt = now();
  await tx.invoices.addLines(lines);
  await tx.held.put(
    month,
    held.map((line) => ({ ...line, booked: true })),
  );
  for (const { legs, ...of } of postingsOf(lines)) {
    const transactionId = newId('ltx');
    await tx.ledger.post(legs.map((leg) => ({ ...leg, ...of, id: newId('ent'), transactionId, postedAt })));
  }
  if (!invoice) return;
  const invoiced = lines.filter(({ invoiceId, amount }) => invoiceId !== null && amount.minor !== 0n);
  await tx.ledger.addRevenue(
    invoiced.map(({ id, orgId, publisher, appId, amount }) => ({ lineId: id, consumer: orgId, publisher, appId, amount })),
    invoice.month,
  );
  const series = seriesOf(invoice.month);
  const number = invoiceNumber(series, await tx.months.nextNumber(series));
  await tx.invoices.update({ ...invoice, number, status: 'posted', postedAt });
}
