import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { createHopSigner, IDENTITY_HEADER } from '@guildhall/platform/identity/hop.ts';
import { createSubgraphServer } from '@guildhall/platform/graphql/subgraph.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { payg } from '../testing/values.ts';
import { actor, APP, DUE, LONG_AGO, PUBLISHER, startBilling, usageRow, type RunningBilling } from '../testing/fixture.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

type Answer = { data: unknown; errors?: { message: string; extensions: { code: string } }[] };
let on: RunningBilling;
let server: Awaited<ReturnType<typeof createSubgraphServer>>;
let sign: Awaited<ReturnType<typeof createHopSigner>>;
let invoiceId = '';
let price: { priceVersionId: string };

beforeAll(async () => {
  on = await startBilling();
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  sign = await createHopSigner(await exportJWK(privateKey));
  server = await createSubgraphServer({
    name: 'billing',
    resolvers,
    context: createContext(on.billing, on.consent, on.deadLetters),
    gatewayKey: await exportJWK(publicKey),
    probes: [],
    logger: createLogger('test', 'error'),
  });
  price = await on.price(APP, payg({ token: '0.005' }));
  on.clock.now = LONG_AGO;
});
afterAll(async () => {
  await server?.close();
  await on?.stop();
});

async function ask(as: Actor, query: string, variables: object = {}): Promise<Answer> {
  const headers = { [IDENTITY_HEADER]: await sign(as, 'billing'), 'content-type': 'application/json' };
  const answer = await server.inject({ method: 'POST', url: '/graphql', headers, payload: JSON.stringify({ query, variables }) });
  expect(answer.statusCode).toBe(200);
  return answer.json<Answer>();
}
const entities = (as: Actor, of: { __typename: string; id: string }, selection: string) =>
  ask(as, `query ($of: [_Any!]!) { _entities(representations: $of) { ${selection} } }`, { of: [of] });

const admin = actor('org:acme', 'billing_admin');
const foreigner = actor('org:mallory', 'billing_admin', 'publisher');

describe('an account', () => {
  const open = `mutation ($input: OpenAccountInput!) { openAccount(input: $input) { account { id kind currency organization { id } } userErrors { code field } } }`;
  const change = `mutation ($input: ChangeAccountKindInput!) { changeAccountKind(input: $input) { account { kind } userErrors { code } } }`;

  it('is opened by a billing admin, once, by key', async () => {
    const input = { kind: 'EXTERNAL', currency: 'USD', idempotencyKey: 'k1' };
    const opened = {
      data: {
        openAccount: { account: { id: 'org:acme', kind: 'EXTERNAL', currency: 'USD', organization: { id: 'org:acme' } }, userErrors: [] },
      },
    };
    expect(await ask(admin, open, { input })).toEqual(opened);
    expect(await ask(admin, open, { input })).toEqual(opened);
    const code = async (other: object) => (await ask(admin, open, { input: { ...input, ...other } })).data;
    expect(await code({ currency: 'EUR' })).toEqual({
      openAccount: { account: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['idempotencyKey'] }] },
    });
    expect(await code({ idempotencyKey: 'k2' })).toEqual({
      openAccount: { account: null, userErrors: [{ code: 'ACCOUNT_EXISTS', field: [] }] },
    });
    expect(await code({ idempotencyKey: '' })).toMatchObject({ openAccount: { userErrors: [{ code: 'INVALID_INPUT' }] } });
  });

  it('is opened by nobody without the role', async () => {
    const input = { kind: 'EXTERNAL', currency: 'USD', idempotencyKey: 'k1' };
    for (const as of [actor('org:new', 'member'), actor('org:new', 'auditor'), actor('org:new')]) {
      expect((await ask(as, open, { input })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
    expect(await on.sql(`select 1 from billing.account where org_id = 'org:new'`)).toEqual([]);
  });

  it('is made internal by a platform admin alone: nobody takes itself off the invoice', async () => {
    const input = { kind: 'INTERNAL', currency: 'USD', idempotencyKey: 'self' };
    const refused = { account: null, userErrors: [{ code: 'ACCOUNT_KIND_NOT_ALLOWED', field: ['kind'] }] };
    expect((await ask(actor('org:self', 'billing_admin'), open, { input })).data).toEqual({ openAccount: refused });
    expect(await on.sql(`select 1 from billing.account where org_id = 'org:self'`)).toEqual([]);
    const kind = { kind: 'INTERNAL', idempotencyKey: 'self' };
    expect((await ask(admin, change, { input: kind })).data).toEqual({
      changeAccountKind: { account: null, userErrors: [{ code: 'ACCOUNT_KIND_NOT_ALLOWED' }] },
    });
    expect(await on.sql(`select kind from billing.account where org_id = 'org:acme'`)).toEqual([{ kind: 'external' }]);
    // A platform admin opens no account for others, and makes one internal that they opened.
    expect((await ask(actor('org:self', 'platform_admin'), open, { input })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await ask(actor('org:self', 'billing_admin'), open, { input: { ...input, kind: 'EXTERNAL' } })).data).toMatchObject({
      openAccount: { userErrors: [] },
    });
    expect((await ask(actor('org:self', 'platform_admin'), change, { input: kind })).data).toEqual({
      changeAccountKind: { account: { kind: 'INTERNAL' }, userErrors: [] },
    });
  });

  it('changes its kind', async () => {
    const input = { kind: 'INTERNAL', idempotencyKey: 'c1' };
    expect((await ask(actor('org:acme', 'platform_admin'), change, { input })).data).toEqual({
      changeAccountKind: { account: { kind: 'INTERNAL' }, userErrors: [] },
    });
    expect((await ask(admin, change, { input: { kind: 'EXTERNAL', idempotencyKey: 'c2' } })).data).toMatchObject({
      changeAccountKind: { account: { kind: 'EXTERNAL' } },
    });
    expect((await ask(foreigner, change, { input: { kind: 'EXTERNAL', idempotencyKey: 'c1' } })).data).toMatchObject({
      changeAccountKind: { userErrors: [{ code: 'ACCOUNT_NOT_FOUND' }] },
    });
  });
});

describe('an invoice', () => {
  const fields = `id number status month total { amount currency } account { id kind } lines { kind unit quantity includedQuantity unitPrice amount { amount } app { id } priceVersion { number model prices { unit pricePerUnit } } }`;
  beforeAll(async () => {
    on.clock.now = DUE;
    await on.desk.takeUsageDay([usageRow({ quantity: '1' }), usageRow({ quantity: '3', unit: 'invocation' })]);
    invoiceId = (await on.bill('org:acme')).invoiceId ?? '';
  });

  it('is shown with its lines to the organisation that owes it', async () => {
    const line = {
      kind: 'USAGE',
      includedQuantity: '0',
      app: { id: APP },
      priceVersion: { number: 1, model: 'PAYG', prices: [{ unit: 'token', pricePerUnit: '0.005' }] },
    };
    const invoice = {
      id: invoiceId,
      number: 'GH-2026-000001',
      status: 'FINAL',
      month: '2026-11',
      total: { amount: '0.01', currency: 'USD' },
      account: { id: 'org:acme', kind: 'EXTERNAL' },
      lines: [
        { ...line, unit: 'invocation', quantity: '3', unitPrice: '0', amount: { amount: '0.00' } },
        { ...line, unit: 'token', quantity: '1', unitPrice: '0.005', amount: { amount: '0.01' } },
      ],
    };
    expect(await ask(admin, `query ($id: ID!) { invoice(id: $id) { ${fields} } }`, { id: invoiceId })).toEqual({ data: { invoice } });
    expect(await ask(admin, `{ invoices(first: 5) { edges { node { ${fields} } } } }`)).toEqual({
      data: { invoices: { edges: [{ node: invoice }] } },
    });
    expect((await entities(admin, { __typename: 'Invoice', id: invoiceId }, '... on Invoice { number }')).data).toEqual({
      _entities: [{ number: 'GH-2026-000001' }],
    });
  });

  it('is absent for everybody else, as one that does not exist', async () => {
    for (const id of [invoiceId, 'inv_none']) {
      expect(await ask(foreigner, `query ($id: ID!) { invoice(id: $id) { id } }`, { id })).toEqual({ data: { invoice: null } });
      expect(await entities(foreigner, { __typename: 'Invoice', id }, '... on Invoice { id }')).toEqual({ data: { _entities: [null] } });
      expect(await entities(actor('org:acme', 'member'), { __typename: 'Invoice', id }, '... on Invoice { id }')).toEqual({
        data: { _entities: [null] },
      });
      expect(
        (await ask(actor('org:acme', 'member'), `query ($id: ID!) { invoice(id: $id) { id } }`, { id })).errors?.[0]?.extensions.code,
      ).toBe('FORBIDDEN');
    }
  });

  it('is in the ledger', async () => {
    const query = `query ($month: String) { ledgerEntries(first: 10, month: $month) { edges { node { account amount { amount } month invoice { id } } } } }`;
    const edges = (invoice: { id: string }) => [
      { node: { account: 'receivable/org:acme', amount: { amount: '0.01' }, month: '2026-11', invoice } },
      { node: { account: `revenue/${PUBLISHER}/${APP}`, amount: { amount: '-0.01' }, month: '2026-11', invoice } },
    ];
    const answer = await ask(actor('org:acme', 'auditor'), query, { month: '2026-11' });
    expect(answer).toEqual({ data: { ledgerEntries: { edges: expect.arrayContaining(edges({ id: invoiceId })) } } });
    expect((await ask(admin, query, { month: '2026-10' })).data).toEqual({ ledgerEntries: { edges: [] } });
    expect((await ask(admin, query, { month: 'November' })).errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
    expect((await ask(foreigner, query)).data).toEqual({ ledgerEntries: { edges: [] } });
  });
});

describe('what billing adds to an app and an organisation', () => {
  const app = `... on App { revenue(from: "2026-01", to: "2026-12") { month amount { amount currency } } }`;

  it('is revenue to the publisher alone', async () => {
    const of = { __typename: 'App', id: APP };
    const revenue = [{ month: '2026-11', amount: { amount: '0.01', currency: 'USD' } }];
    expect(await entities(actor(PUBLISHER, 'publisher'), of, app)).toEqual({ data: { _entities: [{ revenue }] } });
    expect(await entities(actor(PUBLISHER, 'member'), of, app)).toEqual({ data: { _entities: [{ revenue: null }] } });
    expect(await entities(admin, of, app)).toEqual({ data: { _entities: [{ revenue: null }] } });
    expect(await entities(foreigner, { ...of, id: 'no-such-app' }, app)).toEqual({ data: { _entities: [{ revenue: null }] } });
  });

  it('is who used it, how much, and what that earned, to the publisher alone', async () => {
    const consumers = (page: string) =>
      `... on App { consumers(from: "2026-01", to: "2026-12", ${page}) { edges { node { organization { id } organizationName month used { unit quantity } earned { amount currency } } } } }`;
    const of = { __typename: 'App', id: APP };
    const shown = async (as: Actor, page = 'first: 5') => (await entities(as, of, consumers(page))).data;
    await on.sql(
      `insert into billing.organization_copy (id, name, told_at) values ('org:acme', 'Acme', now()), ('org:secret', 'S', now())`,
    );
    const used = await on.sql<{ unit: string; quantity: string }>(
      `select unit, trim_scale(sum(quantity))::text as quantity from billing.usage_day
        where org_id = 'org:acme' and app_id = '${APP}' group by unit order by unit`,
    );
    expect(used.length).toBeGreaterThan(0);
    const row = {
      organization: { id: 'org:acme' },
      organizationName: 'Acme',
      month: '2026-11',
      used,
      earned: [{ amount: '0.01', currency: 'USD' }],
    };
    expect(await shown(actor(PUBLISHER, 'publisher'))).toEqual({ _entities: [{ consumers: { edges: [{ node: row }] } }] });
    expect(await shown(actor(PUBLISHER, 'publisher'), 'last: 5')).toEqual({ _entities: [{ consumers: { edges: [{ node: row }] } }] });
    for (const as of [admin, foreigner, actor(PUBLISHER, 'member')]) expect(await shown(as)).toEqual({ _entities: [{ consumers: null }] });
  });

  it('is a price version to whoever may be charged by it', async () => {
    const version = `... on PriceVersion { number currency rounding audiences bindsFrom }`;
    const of = (id: string) => ({ __typename: 'PriceVersion', id });
    const shown = { number: 1, currency: 'USD', rounding: 'HALF_UP', audiences: ['OWN', 'PUBLIC'], bindsFrom: null };
    for (const as of [actor(PUBLISHER, 'member'), admin, foreigner])
      expect(await entities(as, of(price.priceVersionId), version)).toEqual({ data: { _entities: [shown] } });
    const own = await on.desk.putPriceInForce({
      orgId: PUBLISHER,
      appId: 'team-742',
      versionNumber: 1,
      digest: 'd',
      publishRequestId: 'pub_team',
      audience: { kind: 'team', team: 'team:kitchen' },
      pricing: payg({ token: '1000' }),
    });
    expect(await entities(foreigner, of(own.priceVersionId), version)).toEqual({ data: { _entities: [null] } });
    expect(await entities(actor(PUBLISHER, 'member'), of(own.priceVersionId), version)).toMatchObject({
      data: { _entities: [{ audiences: ['OWN'] }] },
    });
  });

  it('is its own account to an organisation', async () => {
    const of = { __typename: 'Organization', id: 'org:acme' };
    const account = `... on Organization { id account { kind } }`;
    expect((await entities(admin, of, account)).data).toEqual({ _entities: [{ id: 'org:acme', account: { kind: 'EXTERNAL' } }] });
    expect((await entities(foreigner, of, account)).data).toEqual({ _entities: [{ id: 'org:acme', account: null }] });
    expect((await entities(foreigner, { ...of, id: 'org:none' }, account)).data).toEqual({
      _entities: [{ id: 'org:none', account: null }],
    });
  });

  it('is its price versions to the publisher', async () => {
    const query = `query ($id: ID!) { priceVersions(appId: $id, first: 5) { edges { node { id number } } } }`;
    expect((await ask(actor(PUBLISHER, 'publisher'), query, { id: APP })).data).toMatchObject({
      priceVersions: { edges: [{ node: { number: 1 } }] },
    });
    expect((await ask(foreigner, query, { id: APP })).data).toEqual({ priceVersions: { edges: [] } });
  });
});

describe('showback and reports', () => {
  it('are listed', async () => {
    await on.openAccount('org:inside', 'internal');
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:inside', quantity: '1000' })]);
    await on.bill('org:inside');
    const query = `{ showbackLines(month: "2026-11", first: 5) { edges { node { unit amount { amount } } } } }`;
    expect((await ask(actor('org:inside', 'billing_admin'), query)).data).toEqual({
      showbackLines: { edges: [{ node: { unit: 'token', amount: { amount: '5.00' } } }] },
    });

    const difference = {
      kind: 'line',
      orgId: 'org:inside',
      appId: APP,
      month: '2026-11',
      left: 'l',
      leftValue: '1',
      right: 'r',
      rightValue: '2',
    };
    await on.desk.writeReport('2026-W48', [difference]);
    const report = `query ($week: String!) { reconciliationReport(week: $week) { week version green differenceCount differences(first: 5) { edges { node { kind organization { id } app { id } leftValue rightValue } } } } }`;
    const [node] = [{ kind: 'line', organization: { id: 'org:inside' }, app: { id: APP }, leftValue: '1', rightValue: '2' }];
    const whole = { week: '2026-W48', version: 1, green: false, differenceCount: 1, differences: { edges: [{ node }] } };
    expect((await ask(actor('org:guildhall', 'auditor'), report, { week: '2026-W48' })).data).toEqual({ reconciliationReport: whole });
    expect((await ask(foreigner, report, { week: '2026-W48' })).data).toEqual({
      reconciliationReport: { ...whole, green: true, differenceCount: 0, differences: { edges: [] } },
    });
    expect((await ask(admin, report, { week: '2026-48' })).errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
    expect((await ask(admin, report, { week: '2020-W01' })).data).toEqual({ reconciliationReport: null });
    expect((await ask(admin, `{ reconciliationReports(first: 5) { edges { node { week } } } }`)).data).toEqual({
      reconciliationReports: { edges: [{ node: { week: '2026-W48' } }] },
    });
  });
});

describe('a call that the gateway did not sign', () => {
  it('answers 401', async () => {
    const answer = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      payload: '{"query":"{ account { id } }"}',
    });
    expect(answer.statusCode).toBe(401);
  });
});
