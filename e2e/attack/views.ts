import type { SigningKey, UsageEvent } from '@guildhall/local/story/events.ts';
import { signed } from '@guildhall/local/story/events.ts';
import type { World } from '@guildhall/local/story/world.ts';
import { RequestFailed } from '@guildhall/operations/client.ts';
import {
  ConsumerAppDocument,
  HeldLinesDocument,
  InstallsDocument,
  InvoicesDocument,
  ReconciliationReportDocument,
  type PriceFragment,
} from '@guildhall/operations/generated/operations.ts';
import { addDays, dayOf } from '@guildhall/platform/period.ts';
import { expect } from 'vitest';

/** What people see and are billed, in their words; what is told is what is held against the expectation. */
export type Told = string | readonly Told[] | { readonly [what: string]: Told };

/** Prints a scene once it is as expected. */
export function tell(scene: string, told: Told, expected: Told): void {
  expect(told).toEqual(expected);
  console.log(`${scene}\n${linesOf(told, '  ').join('\n')}\n`);
}

function linesOf(told: Told, indent: string): string[] {
  if (typeof told === 'string') return [`${indent}${told}`];
  // A readonly array does not pass for one.
  if (Array.isArray(told)) return (told as readonly Told[]).flatMap((part) => linesOf(part, indent));
  const entries = Object.entries(told);
  const width = Math.max(...entries.map(([what, of]) => (typeof of === 'string' ? what.length : 0)));
  return entries.flatMap(([what, of]) =>
    typeof of === 'string' ? [`${indent}${what.padEnd(width)}  ${of}`] : [`${indent}${what}`, ...linesOf(of, `${indent}    `)],
  );
}

/** A price as a payer reads it. */
function priceText({ number, model, currency, prices, monthlyFee }: PriceFragment): string {
  const costs = [
    ...(model === 'SUBSCRIPTION' ? [`${monthlyFee} a month`] : []),
    ...prices.filter(({ pricePerUnit }) => pricePerUnit !== '0').map(({ unit, pricePerUnit }) => `${pricePerUnit} per ${unit}`),
  ];
  return `version ${number}, ${costs.length > 0 ? `${currency} ${costs.join(', ')}` : 'free'}`;
}

const PAYER = 'user:alice';

/** What a new install of an app would cost an organisation: the price of its listing. */
export async function listingFor(world: World, org: string, appId: string): Promise<string> {
  const day = dayOf(new Date());
  const { app } = await world.as(PAYER, org).send(ConsumerAppDocument, { appId, from: day, to: addDays(day, 1) });
  return app?.price ? priceText(app.price) : 'not listed';
}

/** An organisation's installs, newest first, each with the price that binds it and the one that comes next. */
export async function installsOf(world: World, org: string): Promise<Told[]> {
  const { installs } = await world.as(PAYER, org).send(InstallsDocument, { first: 20 });
  return (installs?.edges ?? []).map(({ node }) => {
    const { priceVersion, bindsFrom } = node.upcomingPrice ?? {};
    const marks = [...(node.delisted ? ['delisted'] : []), ...(node.uninstalledAt ? ['ended'] : [])];
    return {
      app: [`${node.app?.id}`, ...marks].join(', '),
      price: node.price ? priceText(node.price) : 'none',
      upcoming: priceVersion ? `${priceText(priceVersion)}, ${bindsFrom ? `from ${bindsFrom}` : 'once it is accepted'}` : 'none',
    };
  });
}

/** What an organisation is billed for a month, what is held of it, and what the report of a week tells it. */
export async function booksOf(
  world: World,
  org: string,
  { month, week }: { readonly month: string; readonly week: string },
  subject = PAYER,
) {
  const client = world.as(subject, org);
  const { invoices } = await client.send(InvoicesDocument, {});
  const billed = (invoices?.edges ?? [])
    .filter(({ node }) => node.month === month)
    .flatMap(({ node }) => [
      ...node.lines.map(
        ({ app, unit, quantity, includedQuantity, unitPrice, amount }) =>
          `${app?.id}: ${quantity} ${unit}${includedQuantity === '0' ? '' : ` less ${includedQuantity} included`} at ${unitPrice} = ${amount.amount}`,
      ),
      `total ${node.total.amount} ${node.total.currency}`,
    ]);
  const { reconciliationReport: report } = await client.send(ReconciliationReportDocument, { week });
  const differences = (report?.differences.edges ?? []).map(
    ({ node }) => `${node.kind} ${node.app?.id} ${node.unit}: ${node.leftValue}, ${node.right} ${node.rightValue}`,
  );
  return {
    invoice: billed.length > 0 ? billed : 'none',
    held: await heldFor(world, subject, org),
    report: report?.green ? 'green' : differences,
  };
}

/** The held lines that an organisation would owe or earn. */
export async function heldFor(world: World, subject: string, org: string): Promise<Told> {
  const { heldLines } = await world.as(subject, org).send(HeldLinesDocument, { first: 20 });
  const lines = (heldLines?.edges ?? []).map(
    ({ node }) =>
      `${node.organization.id} ${node.month} ${node.app?.id}: ${node.quantity} ${node.unit} = ${node.charged} ${node.currency}, ${node.code}`,
  );
  return lines.length > 0 ? lines : 'none';
}

type Payload = { readonly userErrors: readonly { readonly code: string; readonly message: string }[] };

/** What a mutation came to: done, or the refusal's code and sentence. */
export async function answerOf(asked: Promise<Payload>): Promise<string> {
  try {
    const [fault] = (await asked).userErrors;
    return fault ? `${fault.code}: ${fault.message}` : 'done';
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (!(cause instanceof RequestFailed)) throw error;
    return `${cause.code}: ${cause.faults.map(({ message }) => message).join(' ')}`;
  }
}

type Receipt = { readonly status: string; readonly code?: string; readonly message?: string; readonly retry_after?: number };

/** What ingest says of each event at once: what is refused for now is not sent again. */
export async function receiptsOf(world: World, key: SigningKey, events: readonly UsageEvent[]): Promise<string[]> {
  const body = JSON.stringify(events.map((event) => signed(event, key)));
  const answer = await fetch(world.doors.urls.ingest, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  // A batch that is read is answered by its receipts.
  const { receipts } = (await answer.json()) as { receipts: readonly Receipt[] };
  return receipts.map(({ status, code, message, retry_after }) =>
    status === 'new' ? status : `${retry_after === undefined ? status : 'postponed'} ${code}: ${message}`,
  );
}

export const notInstalled = (org: string, appId: string) =>
  `rejected NOT_INSTALLED: ${org} had not installed ${appId} at that time, so the use is not counted. Use counts from the time of installation (installApp).`;
export const notKnownYet = (org: string, appId: string) =>
  `postponed INSTALL_NOT_KNOWN_YET: Whether ${org} has installed ${appId} is not known here at the moment. The event is not counted. If the app is not installed yet, install it (installApp); then send the same event again.`;
