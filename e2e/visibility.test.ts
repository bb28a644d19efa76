import { before, inThePast } from '@guildhall/local/past.ts';
import { closePeriod } from '@guildhall/local/story/processes.ts';
import { register } from '@guildhall/local/story/publish.ts';
import { invoiceOf, lastClosed } from '@guildhall/local/story/tell.ts';
import { done, eventually } from '@guildhall/local/story/world.ts';
import {
  AddTeamMemberDocument,
  AppStateDocument,
  ConsumerAppDocument,
  CreateTeamDocument,
  InstallsDocument,
  PublishRequestByIdDocument,
  RequestPublishDocument,
  SearchAppsDocument,
  UninstallAppDocument,
  UnpublishAppDocument,
  UsageByDayDocument,
} from '@guildhall/operations/generated/operations.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { codesOf, makeConsentWorld, payg, type ConsentWorld } from './consent-world.ts';
import { settled } from './database.ts';

let on: ConsentWorld;
beforeAll(async () => {
  on = await makeConsentWorld();
});
type Name = Parameters<ConsentWorld['as']>[0];

const unpublish = async (appId: string) => (await on.as('maker').send(UnpublishAppDocument, { input: { appId } })).unpublishApp;
const foundBy = async (name: Name, title: string) =>
  (await on.as(name).send(SearchAppsDocument, { query: title })).searchApps?.edges.map(({ node }) => node.id) ?? [];

test('a team’s app is seen by its team, and by whoever publishes, approves or pays, also by id and in search', async () => {
  const [appId, team] = [`secret-${on.tag}`, `team:kitchen-${on.tag}`];
  const word = `Truffle${on.tag}`;
  await register(on.world, on.publisher, { ...on.app(appId, { model: 'FREE' }), title: word });
  done((await on.as('cashier').send(CreateTeamDocument, { input: { id: team, name: 'Kitchen' } })).createTeam);
  const membership = { teamId: team, principalId: on.named('insider') };
  done((await on.as('cashier').send(AddTeamMemberDocument, { input: membership })).addTeamMember);
  const input = { appId, version: 1, audience: 'TEAM' as const, team, idempotencyKey: crypto.randomUUID() };
  const { publishRequest } = done((await on.as('maker').send(RequestPublishDocument, { input })).requestPublish);
  await eventually('the publication to the team', async () => {
    const now = await on.as('maker').send(PublishRequestByIdDocument, { id: publishRequest?.id ?? '' });
    return now.publishRequest?.status === 'PUBLISHED' || undefined;
  });
  await eventually('the app in search', async () => (await foundBy('insider', word)).includes(appId) || undefined);

  for (const [name, sees] of [
    ['insider', true],
    ['maker', true],
    ['second', true],
    ['cashier', true],
    ['outsider', false],
    ['payer', false],
  ] as const) {
    const { app } = await on.as(name).send(AppStateDocument, { appId });
    expect([name, app?.id, await foundBy(name, word)]).toEqual([name, sees ? appId : undefined, sees ? [appId] : []]);
  }
  expect(codesOf(await on.install('payer', appId))).toEqual(['APP_NOT_FOUND']);

  // What happens with the app tells others nothing either: its request, its installs, the lists that it would be in.
  const { install } = done(await on.install('cashier', appId));
  for (const [name, sees] of [
    ['insider', true],
    ['cashier', true],
    ['outsider', false],
  ] as const) {
    const request = await on.as(name).send(PublishRequestByIdDocument, { id: publishRequest?.id ?? '' });
    const { installs } = await on.as(name).send(InstallsDocument, { first: 100 });
    const listed = installs?.edges.map(({ node }) => node).find(({ id }) => id === install?.id);
    expect([name, request.publishRequest?.id, listed?.app?.title, listed?.snapshot?.title]).toEqual(
      sees ? [name, publishRequest?.id, word, word] : [name, undefined, undefined, undefined],
    );
  }
  done(await unpublish(appId));
  expect((await on.as('insider').send(AppStateDocument, { appId })).app?.id).toBe(appId);
  expect((await on.as('outsider').send(AppStateDocument, { appId })).app).toBeNull();
});

describe('whoever pays for an app that is no longer listed', () => {
  const { month } = lastClosed(new Date());
  const day = `${month}-05`;
  const changes: Readonly<Record<string, (appId: string) => Promise<unknown>>> = {
    unpublished: async (appId) => done(await unpublish(appId)),
    narrowed: (appId) => on.publishNext(appId, payg('7', 'token'), 'ORGANIZATION'),
  };
  const idOf = (change: string) => `${change}-${on.tag}`;
  beforeAll(async () => {
    const apps = Object.keys(changes).map(idOf);
    await inThePast(on.world, before(month), async (past) => {
      await past.openAccount(on.orgs.payer, on.named('payer'));
      for (const appId of apps) {
        await past.publish(on.publisher, on.app(appId, payg('0.5', 'token')));
        await past.install(on.orgs.payer, on.named('payer'), appId);
      }
    });
    await settled(on.system.databaseAdminUrl);
    for (const appId of apps) await on.use(appId, `${day}T10:00:00Z`, { tokens: 3 });
    for (const [change, make] of Object.entries(changes)) await make(idOf(change));
    await closePeriod(on.world, 'month', month);
  });

  test.each(Object.keys(changes))('sees it on its installs, its usage and its invoice: %s', async (change) => {
    const appId = idOf(change);
    expect(await on.listed('payer', appId)).toMatchObject({
      app: { id: appId, title: `Consent ${appId}` },
      snapshot: {
        title: `Consent ${appId}`,
        number: 1,
        publisherName: `The maker ${on.tag}`,
        price: { number: 1, prices: [{ unit: 'token', pricePerUnit: '0.5' }] },
      },
      delisted: true,
      uninstalledAt: null,
      price: { number: 1, prices: [{ unit: 'token', pricePerUnit: '0.5' }] },
      upcomingPrice: null,
    });
    const days = { from: `${month}-01`, to: `${month}-28` };
    const { usage } = await on.as('payer').send(UsageByDayDocument, { ...days, appId });
    expect(usage?.edges.map(({ node }) => node)).toEqual([{ app: { id: appId }, day, unit: 'token', quantity: '3', closed: true }]);
    const { app } = await on.as('payer').send(ConsumerAppDocument, { appId, ...days });
    expect(app).toMatchObject({ id: appId, version: { number: 1 }, usage: [{ day, quantity: '3' }] });
    const { lines } = await invoiceOf(on.world, on.orgs.payer, on.named('payer'), month);
    expect(lines.filter((line) => line.app?.id === appId)).toMatchObject([{ quantity: '3', amount: { amount: '1.50', currency: 'USD' } }]);
    expect(lines.filter((line) => line.app === null)).toEqual([]);
  });

  test.each(Object.keys(changes))('uses it on, ends it, and cannot install it again; nor can anybody else: %s', async (change) => {
    const appId = idOf(change);
    await on.use(appId, new Date().toISOString(), { tokens: 1 });
    expect(codesOf(await on.install('newcomer', appId))).toEqual(['APP_NOT_FOUND']);
    done((await on.as('payer').send(UninstallAppDocument, { input: { appId } })).uninstallApp);
    expect(codesOf(await on.install('payer', appId))).toEqual(['APP_NOT_FOUND']);
    expect(await on.listed('payer', appId, ({ uninstalledAt }) => uninstalledAt !== null)).toMatchObject({
      app: { title: `Consent ${appId}` },
    });
  });
});

test('an app is unpublished by its publisher alone, and shown again by publishing it again', async () => {
  const appId = `back-${on.tag}`;
  await inThePast(on.world, new Date(), (past) => past.publish(on.publisher, on.app(appId, { model: 'FREE' })));
  const by = async (name: Name) => codesOf((await on.as(name).send(UnpublishAppDocument, { input: { appId } })).unpublishApp);
  expect(await by('payer').catch(() => ['FORBIDDEN'])).toEqual(['FORBIDDEN']);
  expect(await by('insider').catch(() => ['FORBIDDEN'])).toEqual(['FORBIDDEN']);
  expect((await on.as('payer').send(AppStateDocument, { appId })).app?.id).toBe(appId);
  done(await unpublish(appId));
  expect((await on.as('payer').send(AppStateDocument, { appId })).app).toBeNull();
  await on.publishNext(appId, payg('1', 'invocation'));
  expect((await on.as('payer').send(AppStateDocument, { appId })).app?.publishedVersion).toEqual({ number: 2 });
});
