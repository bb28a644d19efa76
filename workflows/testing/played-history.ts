import { EPOCH, MINUTE, type NaiveDay, type NaiveKind, type NaiveLine, type NaivePrice } from '@guildhall/billing/testing/naive-consent.ts';
import type { ToldStep } from '@guildhall/billing/testing/histories.ts';
import { payg, subscription } from '@guildhall/billing/testing/values.ts';
import { exact } from '@guildhall/platform/decimal.ts';
import { UnavailableError, UserError } from '@guildhall/platform/errors.ts';
import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { addDays } from '@guildhall/platform/period.ts';
import { signed, usageEvent, type SigningKeyInHand } from '@guildhall/usage/testing/world.ts';
import type { ConsentWorld } from './consent-world.ts';

const decimal = (millionths: number) => exact(String(millionths)).div('1000000').toFixed();
const template = ({ token, fee, included }: NaivePrice) =>
  fee === null ? payg({ token: decimal(token) }) : subscription(decimal(fee), { token: String(included) }, { token: decimal(token) });

/** Beyond everything that a history uses. */
const LAST_USED = '2027-03-31';

/** What an operation answers, or the code under which it refuses. */
async function answerOf(work: Promise<string>): Promise<string> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UnavailableError) return 'UNAVAILABLE';
    if (error instanceof UserError && error.code !== undefined) return error.code;
    throw error;
  }
}

let histories = 0;

/** One app and one organisation of their own in a running world, in which the steps of a history are taken. */
export async function beginHistory(world: ConsentWorld, own: boolean) {
  const { clock, news, catalog, publishing, desk, days, sql } = world;
  const n = ++histories;
  const [appId, publisher] = [`app-${n}`, `org:publisher-${n}`];
  const orgId = own ? publisher : `org:consumer-${n}`;
  const actor = (of: string, ...roles: Role[]): Actor => ({ principal: 'user:alice', kind: 'user', orgId: of, roles, teams: [] });
  const payer = actor(orgId, 'billing_admin');
  const creator = actor(publisher, 'publisher');
  let marked = -Infinity;

  news.arrives = true;
  clock.now = EPOCH - 60 * MINUTE;
  await world.unmark();
  // What the history before left untold.
  for (const { takeUntil } of [world.toUsage, world.toBilling, world.toCatalog]) await takeUntil(Infinity);
  await catalog.registerApp(creator, {
    app_id: appId,
    title: 'Diner',
    short_description: 'Finds a place to eat',
    owner_id: 'user:beckayu',
    tags: ['dining'],
    runtime_descriptor: { type: 'serverless', handler: '/invoke' },
    pricing_template: { model: 'free' },
  });
  const { key, secret } = await world.signing.createSigningKey(creator, appId);
  const inHand: SigningKeyInHand = { appId, id: key.id, secret };

  const installs = () =>
    sql.catalog<{ id: string; from: Date; to: Date | null; shown: string }>(
      `select id, installed_at as from, uninstalled_at as to, price_version_id as shown from catalog.install where org_id = $1 order by 2`,
      [orgId],
    );
  const versions = () =>
    sql.billing<{ id: string; audiences: string; announced: Date; bindsFrom: string }>(
      `select id, array_to_string(audiences, ',') as audiences, announced_at as announced, binds_from::text as "bindsFrom"
         from billing.price_version where app_id = $1 order by number`,
      [appId],
    );
  const linesOf = async (table: 'charge_line' | 'draft_line', month: string): Promise<NaiveLine[]> => {
    const lines = await sql.billing<{ kind: string; number: number; quantity: string; included: string; cents: string }>(
      `select kind, (price_version ->> 'number')::int as number, quantity, included, amount_minor as cents
         from billing.${table} where org_id = $1 and month = $2 order by position`,
      [orgId, month],
    );
    return lines.map(({ kind, number, ...of }) => [kind, number, Number(of.quantity), Number(of.included), Number(of.cents)]);
  };

  async function publish(kind: NaiveKind, price: NaivePrice): Promise<string> {
    const { latestVersion } = await catalog.updateApp(creator, appId, { pricing_template: template(price) });
    const { number, digest, manifest } = await publishing.reviewedVersion(publisher, appId, latestVersion);
    const audience = kind === 'team' ? ({ kind, team: 'team:kitchen' } as const) : ({ kind } as const);
    const of = { orgId: publisher, appId, digest, audience };
    const pricing = manifest.pricing_template;
    const { priceVersionId } = await desk.putPriceInForce({ ...of, versionNumber: number, publishRequestId: newId('pub'), pricing });
    await publishing.publishVersion({ ...of, number, priceVersionId });
    await desk.announcePrice({ orgId: publisher, appId, priceVersionId });
    return 'published';
  }

  async function accept(names: 'first' | 'offered'): Promise<string> {
    const audience = own ? 'OWN' : 'PUBLIC';
    const all = await versions();
    const version = names === 'first' ? all[0] : all.findLast(({ audiences }) => audiences.includes(audience));
    const installId = (await installs()).at(-1)?.id ?? 'ins_none';
    await world.consent.acceptPrice(payer, { installId, priceVersionId: version?.id ?? 'prv_none', idempotencyKey: newId('key') });
    return 'accepted';
  }

  async function send({ at, lag, unmarked, id, timestamp, quantity }: ToldStep & { readonly do: 'event' }): Promise<string> {
    await world.toUsage.takeUntil(at - lag);
    marked = Math.max(marked, at - lag - unmarked);
    await world.mark(marked);
    await world.atDatabase(at);
    // No invocation: only tokens have a price here.
    const event = { event_id: `event-${id}`, org_id: orgId, action: 'read', timestamp: new Date(timestamp).toISOString() };
    const [receipt] = await world.ingest.receiveEvents([signed(usageEvent(appId, { ...event, payload: { tokens: quantity } }), inHand)]);
    if (!receipt) throw new Error('an event has a receipt');
    if (receipt.retry_after !== undefined) return 'postponed';
    if (receipt.status !== 'rejected') return receipt.status;
    return receipt.code?.startsWith('TIMESTAMP_') ? 'out of time' : (receipt.code ?? '');
  }

  /** Closes the days until now, and hands over those of the organisation. */
  async function closeDays(): Promise<void> {
    for (let after: string | undefined; ;) {
      const open = await days.daysToClose(LAST_USED, after, 50);
      for (const day of open.days) {
        await days.closeDay(day);
        const close = await days.closeOf(day);
        const { rows } = await days.closedDayPage({ from: day, to: addDays(day, 1) }, undefined, 1_000);
        await desk.takeUsageDay(rows.filter((row) => row.orgId === orgId));
        await days.handedOver(day, close);
      }
      if (open.next === null) return;
      after = open.next;
    }
  }

  /** A run of a month, for one organisation. */
  async function book(month: string): Promise<string> {
    await closeDays();
    await world.toBilling.takeUntil(clock.now);
    await desk.draftInvoice(orgId, month);
    const { outcome } = await desk.numberAndPost(orgId, month);
    await desk.finalizeInvoice(orgId, month);
    return outcome;
  }

  async function take(step: ToldStep): Promise<string> {
    switch (step.do) {
      case 'publish':
        return publish(step.kind, step.price);
      case 'account': {
        const currency = step.usd ? 'USD' : 'EUR';
        await world.billing.openAccount(payer, { kind: 'external', currency, idempotencyKey: newId('key') });
        return 'opened';
      }
      case 'install':
        await world.toCatalog.takeUntil(step.at - step.lag);
        await world.installing.installApp(payer, appId);
        return 'installed';
      case 'uninstall':
        await catalog.uninstallApp(payer, appId);
        return 'uninstalled';
      case 'accept':
        await world.toBilling.takeUntil(step.at - step.lag);
        return accept(step.names);
      case 'event':
        return send(step);
      case 'book':
        return book(step.month);
    }
  }

  return {
    orgId,
    appId,
    /** Takes a step at its instant. */
    take(step: ToldStep): Promise<string> {
      clock.now = step.at;
      news.arrives = step.arrives;
      return answerOf(take(step));
    },
    installs,
    versions,
    linesOf,
    /** Usage's copy of the installs. */
    copies: () =>
      sql.usage<{ from: Date; to: Date | null }>(
        `select installed_at as from, uninstalled_at as to from usage.install_copy where org_id = $1`,
        [orgId],
      ),
    /** The closed days as billing has them, in tokens. */
    async daysTaken(): Promise<NaiveDay[]> {
      const rows = await sql.billing<{ day: string; quantity: string; within: boolean }>(
        `select distinct on (day) day::text, quantity, within_install as within from billing.usage_day
          where org_id = $1 order by day, version desc`,
        [orgId],
      );
      return rows.map(({ day, quantity, within }) => [Date.parse(day), Number(quantity), within]);
    },
    /** The events that were counted, as they are kept. */
    counted: () =>
      sql.usage<{ id: string; at: Date; arrived: Date; quantity: number }>(
        `select event_id as id, occurred_at as at, received_at as arrived, (payload ->> 'tokens')::int as quantity from usage.usage_event
          where org_id = $1`,
        [orgId],
      ),
    accepted: () =>
      sql.billing<{ id: string; bindsFrom: string }>(
        `select price_version_id as id, binds_from::text as "bindsFrom" from billing.install_binding where org_id = $1 and made_by = 'acceptance'`,
        [orgId],
      ),
    /** The lines that were booked, each with the price version that it names. */
    booked: () =>
      sql.billing<{ month: string; kind: string; priceVersionId: string; quantity: string; token: string; fee: string | null; at: Date }>(
        `select month, kind, price_version ->> 'id' as "priceVersionId", quantity,
                price_version #>> '{pricing,prices,0,pricePerUnit}' as token, price_version #>> '{pricing,monthlyFee}' as fee, posted_at as at
           from billing.charge_line join billing.booked_month using (org_id, month) where org_id = $1`,
        [orgId],
      ),
  };
}
export type PlayedHistory = Awaited<ReturnType<typeof beginHistory>>;
