import { UnavailableError, UserError } from '@guildhall/platform/errors.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actor, COSTS, FREE, payer, publisher, PUBLISHER, startCatalog, type RunningCatalog } from './testing/world.ts';

let on: RunningCatalog;
let app = '';
let n = 0;
beforeAll(async () => {
  on = await startCatalog();
  await on.account('org:acme');
  await on.account('org:tokyo', 'JPY');
});
afterAll(() => on?.stop());
beforeEach(() => {
  app = `app-${++n}`;
  on.stream.caughtUp = true;
  on.stream.knows = true;
  on.stream.arrives = async () => undefined;
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof UserError ? error.code : error instanceof UnavailableError ? 'UNAVAILABLE' : error),
  );
const install = (orgId: string) => on.installing.installApp(payer(orgId), app);

describe('an install agrees to the price that it was shown', () => {
  it('copies the price version of the listing, and tells it with publisher and audience', async () => {
    await on.publish(app);
    const { id, priceVersionId } = await install('org:acme');
    expect(priceVersionId).toBe(`prv_${app}_1`);
    await on.publish(app, { kind: 'public' }, { ...COSTS, price_per_unit: '9' });
    expect((await on.events(id))[0]?.payload).toMatchObject({
      installId: id,
      publisher: PUBLISHER,
      audience: 'PUBLIC',
      priceVersionId: `prv_${app}_1`,
    });
    await on.catalog.uninstallApp(payer('org:acme'), app);
    expect((await on.events(id))[1]?.payload).toMatchObject({ priceVersionId: `prv_${app}_1`, audience: 'PUBLIC' });
    expect((await install('org:acme')).priceVersionId).toBe(`prv_${app}_2`);
  });

  it('is in the audience OWN when it is the publisher’s own', async () => {
    await on.account(PUBLISHER);
    await on.publish(app);
    const { id } = await install(PUBLISHER);
    expect((await on.events(id))[0]?.payload).toMatchObject({ audience: 'OWN' });
  });

  it('shows whoever looks the price version that an install would bind', async () => {
    await on.publish(app);
    const price = async (orgId: string) => (await on.catalog.visibleApps(payer(orgId), [app]))[0]?.priceVersionId;
    expect([await price('org:acme'), await price(PUBLISHER)]).toEqual([`prv_${app}_1`, `prv_${app}_1`]);
  });

  it('is refused when the price changed after it was shown, and names the price of now', async () => {
    await on.publish(app);
    const shown = `prv_${app}_1`;
    await on.publish(app, { kind: 'public' }, { ...COSTS, price_per_unit: '9' });
    const naming = (priceVersionId: string) => on.installing.installApp(payer('org:acme'), app, priceVersionId);
    await expect(naming(shown)).rejects.toMatchObject({
      faults: [{ code: 'PRICE_CHANGED', message: expect.stringContaining(`prv_${app}_2`), field: ['priceVersionId'] }],
    });
    expect(await on.catalog.openInstalls(payer('org:acme'), [app])).toEqual([]);
    expect((await naming(`prv_${app}_2`)).priceVersionId).toBe(`prv_${app}_2`);
  });

  it('waits for the price of what 0.1.0 listed without one, which billing then tells', async () => {
    await on.publish(app);
    await on.database.alter(`update catalog.listing set price_version_id = null where app_id = '${app}'`);
    expect(await codeOf(install('org:acme'))).toBe('UNAVAILABLE');
    const told = (priceVersionId: string, listed?: true) =>
      on.tell('billing.price.changed', PUBLISHER, { appId: app, priceVersionId, number: 1, ...(listed ? { listed } : {}) });
    await told('prv_of_the_team');
    expect(await codeOf(install('org:acme'))).toBe('UNAVAILABLE');
    await told('prv_told', true);
    await told('prv_later', true);
    expect((await install('org:acme')).priceVersionId).toBe('prv_told');
  });
});

describe('what can cost something needs an account in its currency', () => {
  it.each([
    ['a price per unit', COSTS],
    ['a fee', { model: 'subscription', monthly_fee: '5' }],
    [
      'a price beside one of zero',
      {
        model: 'payg',
        prices: [
          { unit: 'invocation', price_per_unit: '0' },
          { unit: 'page', price_per_unit: '1' },
        ],
      },
    ],
  ])('%s', async (_, pricing) => {
    await on.publish(app, { kind: 'public' }, pricing);
    expect(await codeOf(install('org:poor'))).toBe('ACCOUNT_REQUIRED');
    expect(await codeOf(install('org:tokyo'))).toBe('CURRENCY_MISMATCH');
    expect(await codeOf(install('org:acme'))).toBe('done');
  });

  it.each([
    ['a free app', FREE],
    ['prices of zero', { model: 'payg', unit: 'invocation', price_per_unit: '0' }],
    ['a fee of zero', { model: 'subscription', monthly_fee: '0' }],
  ])('and not %s', async (_, pricing) => {
    await on.publish(app, { kind: 'public' }, pricing);
    expect(await codeOf(install('org:poor'))).toBe('done');
    expect(await codeOf(install('org:tokyo'))).toBe('done');
  });

  it('names both currencies', async () => {
    await on.publish(app);
    await expect(install('org:tokyo')).rejects.toThrow(/USD.*JPY/);
  });

  it('is not refused while billing’s news has not arrived, and leaves nothing behind', async () => {
    await on.publish(app);
    on.stream.caughtUp = false;
    expect(await codeOf(install('org:poor'))).toBe('UNAVAILABLE');
    expect(await codeOf(install('org:tokyo'))).toBe('UNAVAILABLE');
    expect(await codeOf(install('org:acme'))).toBe('UNAVAILABLE');
    for (const orgId of ['org:poor', 'org:acme']) expect(await on.catalog.openInstalls(payer(orgId), [app])).toEqual([]);
    await on.publish(app, { kind: 'public' }, FREE);
    expect(await codeOf(install('org:poor'))).toBe('done');
  });

  it('is agreed to only when billing told nothing more of the organisation by the time that the install is written', async () => {
    await on.publish(app);
    on.stream.knows = false;
    expect(await codeOf(install('org:acme'))).toBe('UNAVAILABLE');
    expect(await on.catalog.openInstalls(payer('org:acme'), [app])).toEqual([]);
    on.stream.knows = true;
    expect(await codeOf(install('org:acme'))).toBe('done');
  });

  it('waits while the currency of the account is changing, and not for what costs nothing', async () => {
    await on.publish(app);
    const changing = (changingUntil: string | null) =>
      on.tell('billing.account.changed', 'org:changing', { kind: 'external', currency: 'USD', changingUntil });
    await changing(new Date(on.clock.now.getTime() + 1).toISOString());
    expect(await codeOf(install('org:changing'))).toBe('UNAVAILABLE');
    await changing(on.clock.now.toISOString());
    expect(await codeOf(install('org:changing'))).toBe('done');
    await on.catalog.uninstallApp(payer('org:changing'), app);
    await changing(new Date(on.clock.now.getTime() + 60_000).toISOString());
    await on.publish(app, { kind: 'public' }, FREE);
    expect(await codeOf(install('org:changing'))).toBe('done');
  });

  it('is looked at once billing’s news has arrived: a currency that changed a moment ago counts', async () => {
    await on.publish(app);
    await on.account('org:moved', 'USD');
    on.stream.arrives = () => on.account('org:moved', 'JPY');
    expect(await codeOf(install('org:moved'))).toBe('CURRENCY_MISMATCH');
  });

  it('is not a platform admin’s to agree to', async () => {
    await on.publish(app);
    const work = on.installing.installApp(actor('org:acme', ['platform_admin']), app);
    await expect(work).rejects.toThrow(/BILLING_ADMIN role/);
  });
});

describe('a price or a fee is at most 10^9', () => {
  it.each([
    ['prices', { model: 'payg', unit: 'page', price_per_unit: '1000000000.000000000001' }],
    [
      'prices',
      {
        model: 'payg',
        prices: [
          { unit: 'page', price_per_unit: '1e9' },
          { unit: 'word', price_per_unit: 1_000_000_001 },
        ],
      },
    ],
    ['fee', { model: 'subscription', monthly_fee: '1000000001' }],
  ])('more of %s is refused', async (_, pricing) => {
    expect(await codeOf(on.publish(app, { kind: 'public' }, pricing))).toBe('INVALID_INPUT');
  });

  it('10^9 itself is taken', async () => {
    await on.publish(
      app,
      { kind: 'public' },
      { model: 'subscription', monthly_fee: '1000000000', unit: 'page', price_per_unit: 1_000_000_000 },
    );
  });
});

describe('unpublishing', () => {
  const open = async (orgId: string) => (await on.catalog.openInstalls(payer(orgId), [app])).length;
  const delisted = async (orgId: string) => (await on.catalog.listedApps(payer(orgId), [app])).length === 0;

  it('ends new installs; open ones go on, say so, and can be ended', async () => {
    await on.publish(app);
    await install('org:acme');
    await on.account('org:late');
    expect(await delisted('org:acme')).toBe(false);
    await on.catalog.unpublishApp(publisher, app);
    await on.catalog.unpublishApp(publisher, app);
    expect((await on.events(app)).map(({ type }) => type)).toEqual(['catalog.app.published', 'catalog.app.withdrawn']);
    expect(await codeOf(install('org:late'))).toBe('APP_NOT_FOUND');
    expect([await open('org:acme'), await delisted('org:acme')]).toEqual([1, true]);
    await on.catalog.uninstallApp(payer('org:acme'), app);
    expect(await open('org:acme')).toBe(0);
  });

  it('is undone by publishing again', async () => {
    await on.publish(app);
    await on.catalog.unpublishApp(publisher, app);
    await on.publish(app);
    expect(await codeOf(install('org:acme'))).toBe('done');
  });

  it('is refused while a request is publishing', async () => {
    await on.publish(app);
    await on.platform.beginPublication(PUBLISHER, app, 'pub_1');
    expect(await codeOf(on.catalog.unpublishApp(publisher, app))).toBe('PUBLISHING_IN_PROGRESS');
    await on.platform.endPublication(PUBLISHER, app, 'pub_0');
    // A late step of an earlier request takes nothing from the one that is publishing now.
    await on.platform.beginPublication(PUBLISHER, app, 'pub_0');
    await on.platform.endPublication(PUBLISHER, app, 'pub_0');
    expect(await codeOf(on.catalog.unpublishApp(publisher, app))).toBe('PUBLISHING_IN_PROGRESS');
    await on.platform.endPublication(PUBLISHER, app, 'pub_1');
    expect(await codeOf(on.catalog.unpublishApp(publisher, app))).toBe('done');
  });

  it('is possible again once the request that was publishing is abandoned, and no sooner', async () => {
    await on.publish(app);
    await on.platform.beginPublication(PUBLISHER, app, 'pub_1');
    const abandoned = (publishRequestId: string) => on.tell('governance.publish.abandoned', PUBLISHER, { publishRequestId, appId: app });
    await abandoned('pub_earlier');
    expect(await codeOf(on.catalog.unpublishApp(publisher, app))).toBe('PUBLISHING_IN_PROGRESS');
    await abandoned('pub_1');
    expect(await codeOf(on.catalog.unpublishApp(publisher, app))).toBe('done');
  });

  it('is the publisher’s alone', async () => {
    await on.publish(app);
    expect(await codeOf(on.catalog.unpublishApp(actor('org:acme', ['publisher']), app))).toBe('APP_NOT_FOUND');
    await expect(on.catalog.unpublishApp(actor(PUBLISHER, ['member']), app)).rejects.toThrow(/Requires the PUBLISHER or/);
  });
});

describe('a payer keeps what it was shown', () => {
  const seen = async (orgId: string) => (await on.catalog.visibleApps(payer(orgId), [app]))[0];

  it.each([
    ['it is published to the organisation alone', () => on.publish(app, { kind: 'organization' }, COSTS, 'Secret')],
    ['it is published to a team', () => on.publish(app, { kind: 'team', team: 'team:kitchen' }, COSTS, 'Secret')],
    ['it is unpublished', () => on.catalog.unpublishApp(publisher, app)],
  ])('when %s', async (_, change) => {
    await on.tell('governance.organization.created', PUBLISHER, { name: 'Northwind' });
    await on.publish(app, { kind: 'public' }, COSTS, 'As shown');
    const { id } = await install('org:acme');
    await change();
    expect(await seen('org:acme')).toMatchObject({ id: app, orgId: PUBLISHER, own: false, publishedNumber: null, audience: null });
    expect((await seen('org:acme'))?.version.manifest.title).toBe('As shown');
    const [snapshot] = await on.catalog.snapshots(payer('org:acme'), [id]);
    expect(snapshot).toMatchObject({ publisherName: 'Northwind', priceVersionId: `prv_${app}_1` });
    expect(await on.catalog.listedApps(payer('org:acme'), [app])).toEqual([]);
    expect(
      await on.catalog.visibleVersions(payer('org:acme'), [
        { appId: app, number: 1 },
        { appId: app, number: 2 },
      ]),
    ).toHaveLength(1);
    expect(await seen('org:stranger')).toBeUndefined();
  });

  it('under the publisher’s name of then, whatever it is called later', async () => {
    await on.tell('governance.organization.created', PUBLISHER, { name: 'Northwind' });
    await on.publish(app);
    const early = await install('org:acme');
    on.clock.now = new Date(on.clock.now.getTime() + 1_000);
    await on.tell('governance.organization.renamed', PUBLISHER, { name: 'Southwind' });
    await on.account('org:late');
    const late = await install('org:late');
    const name = async ({ orgId, id }: typeof early) => (await on.catalog.snapshots(payer(orgId), [id]))[0]?.publisherName;
    expect([await name(early), await name(late)]).toEqual(['Northwind', 'Southwind']);
  });

  it('of each install, whatever a reinstall was shown; the app itself as the newest was', async () => {
    await on.publish(app, { kind: 'public' }, COSTS, 'First');
    const first = await install('org:acme');
    await on.catalog.uninstallApp(payer('org:acme'), app);
    await on.publish(app, { kind: 'public' }, COSTS, 'Second');
    const second = await install('org:acme');
    await on.catalog.unpublishApp(publisher, app);
    const kept = await on.catalog.snapshots(payer('org:acme'), [first.id, second.id]);
    const told = kept.map(({ installId, priceVersionId, version }) => [installId, version.number, version.manifest.title, priceVersionId]);
    expect(new Set(told)).toEqual(
      new Set([
        [first.id, 1, 'First', `prv_${app}_1`],
        [second.id, 2, 'Second', `prv_${app}_2`],
      ]),
    );
    expect((await seen('org:acme'))?.version.number).toBe(2);
    expect(await on.catalog.snapshots(payer('org:stranger'), [first.id, second.id])).toEqual([]);
  });
});

describe('a team’s app', () => {
  it.each([
    ['a member of the team', actor(PUBLISHER, ['member'], ['team:kitchen']), true],
    ['a publisher', actor(PUBLISHER, ['publisher']), true],
    ['an approver', actor(PUBLISHER, ['approver']), true],
    ['a billing admin', actor(PUBLISHER, ['billing_admin']), true],
    ['any other member', actor(PUBLISHER, ['member'], ['team:bar']), false],
    ['a billing admin of another organisation', actor('org:acme', ['billing_admin'], ['team:kitchen']), false],
  ])('is seen by %s: %s', async (_, who, sees) => {
    await on.publish(app, { kind: 'team', team: 'team:kitchen' });
    const count = sees ? 1 : 0;
    expect(await on.catalog.visibleApps(who, [app])).toHaveLength(count);
    expect(await on.catalog.visibleVersions(who, [{ appId: app, number: 1 }])).toHaveLength(count);
    const versions = await on.catalog.versionsOf(who, app, { limit: 5, after: undefined, backward: false });
    expect(versions).toHaveLength(count);
  });

  const member = actor(PUBLISHER, ['member']);
  const cook = actor(PUBLISHER, ['member'], ['team:kitchen']);
  const sees = async (who: typeof member) => (await on.catalog.visibleApps(who, [app])).map(({ version }) => version.manifest.title);
  const team = { kind: 'team', team: 'team:kitchen' } as const;

  it('is everybody’s again in the organisation once it is published to it', async () => {
    await on.publish(app, team);
    await on.publish(app, { kind: 'organization' });
    expect(await sees(member)).toHaveLength(1);
  });

  it('stays the team’s when it is unpublished, until it is published more widely', async () => {
    await on.publish(app, team, FREE, 'Secret');
    await on.catalog.unpublishApp(publisher, app);
    expect([await sees(cook), await sees(member)]).toEqual([['Secret'], []]);
    expect(await on.catalog.visibleVersions(member, [{ appId: app, number: 1 }])).toEqual([]);
    await on.publish(app, { kind: 'organization' }, FREE, 'Open');
    await on.catalog.unpublishApp(publisher, app);
    expect(await sees(member)).toEqual(['Open']);
  });

  it('is not told to others by an install of it', async () => {
    await on.publish(app, team, FREE, 'Secret');
    const { id } = await install(PUBLISHER);
    const told = async (who: typeof member) => (await on.catalog.snapshots(who, [id])).length;
    const listed = async (who: typeof member) => {
      const newest = await on.catalog.installs(who, { limit: 1, after: undefined, backward: false });
      const named = await on.catalog.installsByIds(who, [id]);
      return [newest[0]?.id === id, named.length];
    };
    expect([await told(cook), await told(payer(PUBLISHER)), await told(member)]).toEqual([1, 1, 0]);
    expect([await listed(cook), await listed(payer(PUBLISHER))]).toEqual([
      [true, 1],
      [true, 1],
    ]);
    expect([await sees(member), await listed(member)]).toEqual([[], [false, 0]]);
    await on.publish(app, { kind: 'organization' }, FREE, 'Open');
    expect([await sees(member), await listed(member), await told(member)]).toEqual([['Open'], [true, 1], 1]);
    await on.publish(app, { kind: 'team', team: 'team:bar' }, FREE, 'Other');
    expect([await sees(member), await sees(cook), await listed(member)]).toEqual([['Secret'], ['Secret'], [true, 1]]);
  });

  it('that everybody in the organisation saw when it was installed is kept for them as it was then', async () => {
    await on.publish(app, { kind: 'organization' }, FREE, 'As shown');
    const { id } = await install(PUBLISHER);
    await on.publish(app, team, FREE, 'Secret');
    expect([await sees(member), await sees(cook)]).toEqual([['As shown'], ['Secret']]);
    const keys = [1, 2].map((number) => ({ appId: app, number }));
    const numbers = async (who: typeof member) => (await on.catalog.visibleVersions(who, keys)).map(({ number }) => number);
    expect([await numbers(member), await numbers(cook)]).toEqual([[1], [1, 2]]);
    expect(await on.catalog.snapshots(member, [id])).toHaveLength(1);
    expect(await on.catalog.installsByIds(member, [id])).toHaveLength(1);
    const [page, versions] = [{ limit: 5, after: undefined, backward: false }, await on.catalog.visibleApps(member, [app])];
    expect(versions).toMatchObject([{ own: false, publishedNumber: null, audience: null }]);
    expect(await on.catalog.versionsOf(member, app, page)).toEqual([]);
  });

  it('takes no place in the pages of whoever may not see it', async () => {
    for (const [i, audience] of [team, team, { kind: 'organization' } as const].entries()) {
      app = `page-${i}`;
      await on.publish(app, audience, FREE);
    }
    const pages = async (who: typeof member) =>
      (await on.catalog.ownApps(who, { limit: 3, after: ['page-'], backward: false })).map(({ id }) => id);
    expect([await pages(member), await pages(cook)]).toEqual([['page-2'], ['page-0', 'page-1', 'page-2']]);
  });
});
