import { before, inThePast, type Past } from '@guildhall/local/past.ts';
import { makeOrganization } from '@guildhall/local/story/organizations.ts';
import { approve, completeApp, NORTHWIND, reached, register, requestPublication, update } from '@guildhall/local/story/publish.ts';
import { closePeriod } from '@guildhall/local/story/processes.ts';
import { makeSigningKey, type UsageEvent } from '@guildhall/local/story/events.ts';
import { lastClosed } from '@guildhall/local/story/tell.ts';
import { done, type World } from '@guildhall/local/story/world.ts';
import {
  AcceptPriceDocument,
  InstallAppDocument,
  InstallsDocument,
  OpenAccountDocument,
  RequestPublishDocument,
  UninstallAppDocument,
  type PublishRequestStateFragment,
  type RegisterAppInput,
} from '@guildhall/operations/generated/operations.ts';
import { settled } from '../database.ts';
import { answerOf, receiptsOf } from './views.ts';

export type Pricing = RegisterAppInput['pricingTemplate'];
export const payg = (unit: string, pricePerUnit: string): Pricing => ({ model: 'PAYG', prices: [{ unit, pricePerUnit }] });

/** A consumer of whom Alice may install and agree to prices; it has no account yet. */
export const makeConsumer = (world: World, id: string) =>
  makeOrganization(world, { id, name: `Consumer ${id}`, members: [{ subject: 'user:alice', roles: ['MEMBER', 'BILLING_ADMIN'] }] });

/** Does what happened at a past instant: before the newest due month, if no other is told. */
export const past = (world: World, work: (past: Past) => Promise<void>, instant?: string) =>
  inThePast(world, instant === undefined ? before(lastClosed(new Date()).month) : new Date(instant), work);

/** Publishes an app of Northwind to everybody, before the newest due month. */
export const publish = (world: World, appId: string, pricing: Pricing) =>
  past(world, (then) => then.publish(NORTHWIND, completeApp(appId, pricing)));

/** A consumer with an account and apps since before the newest due month. */
export async function makePayer(world: World, org: string, ...apps: readonly string[]): Promise<string> {
  await makeConsumer(world, org);
  await past(world, async (then) => {
    await then.openAccount(org, 'user:alice');
    for (const appId of apps) await then.install(org, 'user:alice', appId);
  });
  return org;
}

export const openAccount = (world: World, org: string, currency: 'USD' | 'JPY', subject = 'user:alice') => {
  const input = { kind: 'EXTERNAL' as const, currency, idempotencyKey: crypto.randomUUID() };
  return answerOf(
    world
      .as(subject, org)
      .send(OpenAccountDocument, { input })
      .then(({ openAccount: opened }) => opened),
  );
};

export const install = (world: World, org: string, appId: string, subject = 'user:alice') =>
  answerOf(
    world
      .as(subject, org)
      .send(InstallAppDocument, { input: { appId } })
      .then(({ installApp }) => installApp),
  );

export const uninstall = (world: World, org: string, appId: string) =>
  answerOf(
    world
      .as('user:alice', org)
      .send(UninstallAppDocument, { input: { appId } })
      .then(({ uninstallApp }) => uninstallApp),
  );

/** The id of an organisation's open install of an app, and that of the price which comes next. */
export async function termsOf(world: World, org: string, appId: string): Promise<{ installId: string; priceVersionId: string }> {
  const { installs } = await world.as('user:alice', org).send(InstallsDocument, { first: 20 });
  const open = installs?.edges.find(({ node }) => node.app?.id === appId && !node.uninstalledAt)?.node;
  return { installId: open?.id ?? '', priceVersionId: open?.upcomingPrice?.priceVersion.id ?? '' };
}

/** Accepts a price for an install of an organisation. */
export function accept(world: World, org: string, terms: { installId: string; priceVersionId: string }, subject = 'user:alice') {
  const input = { ...terms, idempotencyKey: crypto.randomUUID() };
  return answerOf(
    world
      .as(subject, org)
      .send(AcceptPriceDocument, { input })
      .then(({ acceptPrice }) => acceptPrice),
  );
}

/** Accepts the price that comes next for an organisation's install of an app. */
export const acceptNext = async (world: World, org: string, appId: string, subject = 'user:alice') =>
  accept(world, org, await termsOf(world, org, appId), subject);

/** Registers an app of Northwind, which is not listed yet. */
export const registerApp = (world: World, appId: string, pricing: Pricing) => register(world, NORTHWIND, completeApp(appId, pricing));

/** Makes an app's next version at another price and publishes it to everybody. */
export async function publishNext(world: World, appId: string, pricingTemplate: Pricing): Promise<string> {
  await update(world, NORTHWIND, { appId, pricingTemplate });
  return publication(await approve(world, NORTHWIND, await requestPublication(world, NORTHWIND, appId)));
}

/** Asks to publish a version to a team, and says where that comes to rest. */
export async function requestForTeam(world: World, appId: string, version: number, team: string): Promise<PublishRequestStateFragment> {
  const { creator, org } = NORTHWIND;
  const input = { appId, version, audience: 'TEAM' as const, team, idempotencyKey: `${appId} to ${team}` };
  const { publishRequest } = done((await world.as(creator, org).send(RequestPublishDocument, { input })).requestPublish);
  const atRest = (status: PublishRequestStateFragment['status']) => status !== 'PENDING_CHECKS' && status !== 'PUBLISHING';
  return reached(world, { org, as: creator }, publishRequest?.id ?? '', atRest);
}

/** Where a request stands and who approved it. */
export const publication = ({ status, decisions }: PublishRequestStateFragment): string =>
  `${status}, ${decisions.length > 0 ? `approved by ${decisions.map(({ madeBy }) => madeBy).join()}` : 'approved by nobody'}`;

let events = 0;

/** Alice uses an app for an organisation: an invocation, unless something else is told. */
export const use = (org: string, appId: string, at: string | Date, payload?: UsageEvent['payload']): UsageEvent => ({
  event_id: `attack-${++events}`,
  timestamp: typeof at === 'string' ? at : at.toISOString(),
  app_id: appId,
  actor_id: 'user:alice',
  org_id: org,
  action: payload ? 'read' : 'invoke',
  payload: payload ?? {},
});

/** What becomes of events of one app, signed for it, once every copy has what was told before. */
export async function send(world: World, ...events: readonly UsageEvent[]): Promise<string[]> {
  await settled(world.doors.databaseAdminUrl);
  return receiptsOf(world, await makeSigningKey(world, NORTHWIND, events[0]?.app_id ?? ''), events);
}

/** Closes the newest due month and reconciles the newest week; answers how many accounts could not be booked. */
export async function close(world: World): Promise<string> {
  const { month, week } = lastClosed(new Date());
  const { result } = await closePeriod(world, 'month', month);
  await closePeriod(world, 'week', week);
  return `${result.failed} failed, ${result.waiting} waiting`;
}
