import { before, inThePast } from '@guildhall/local/past.ts';
import { lastClosed } from '@guildhall/local/story/tell.ts';
import { getNamedType, isInputObjectType, type GraphQLInputType } from 'graphql';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { makeConsentWorld, payg, type ConsentWorld } from './consent-world.ts';
import { sql } from './database.ts';
import { rootFields } from './every-operation.ts';

let on: ConsentWorld;
beforeAll(async () => {
  on = await makeConsentWorld();
});
afterEach(() => void vi.unstubAllEnvs());

const instant = before(lastClosed(new Date()).month);
const rowsOf = (text: string, appId: string) => sql(on.system.databaseAdminUrl, text, [appId]);

test('what is made in the past is dated then, and its publication is an imported one', async () => {
  const appId = `then-${on.tag}`;
  await inThePast(on.world, instant, async (past) => {
    await past.openAccount(on.orgs.payer, on.named('payer'));
    await past.publish(on.publisher, on.app(appId, payg('0.01', 'invocation')));
    await past.install(on.orgs.payer, on.named('payer'), appId);
  });
  const dated = await rowsOf(
    `select account.opened_at, install.installed_at, version.made_at, publication.publish_request_id like 'imp\\_%' as imported
       from catalog.install join billing.account using (org_id)
       join billing.price_version version on version.id = install.price_version_id
       join billing.price_publication publication on publication.price_version_id = version.id
      where install.app_id = $1`,
    appId,
  );
  expect(dated).toEqual([{ opened_at: instant, installed_at: instant, made_at: instant, imported: true }]);
  expect(await on.listed('payer', appId)).toMatchObject({ installedAt: instant.toISOString(), price: { number: 1 } });

  await on.publishNext(appId, payg('0.02', 'invocation'));
  const requests = await rowsOf('select publish_request_id as id from billing.price_publication where app_id = $1 order by id', appId);
  expect(requests).toEqual([{ id: expect.stringMatching(/^imp_/) }, { id: expect.stringMatching(/^pub_/) }]);
});

test('in production nothing is made in the past', async () => {
  const appId = `never-${on.tag}`;
  vi.stubEnv('NODE_ENV', 'production');
  const made = inThePast(on.world, instant, (past) => past.publish(on.publisher, on.app(appId, payg('0.01', 'invocation'))));
  await expect(made).rejects.toThrow(/NODE_ENV is production/);
  expect(await rowsOf('select from catalog.app where id = $1', appId)).toEqual([]);
});

test('no mutation takes a time', () => {
  const timesOf = (type: GraphQLInputType, path: string, seen: ReadonlySet<string> = new Set()): readonly string[] => {
    const named = getNamedType(type);
    if (['Date', 'DateTime'].includes(named.name)) return [path];
    if (!isInputObjectType(named) || seen.has(named.name)) return [];
    const within = new Set([...seen, named.name]);
    return Object.values(named.getFields()).flatMap((field) => timesOf(field.type, `${path}.${field.name}`, within));
  };
  const mutations = rootFields.filter(({ kind }) => kind === 'mutation');
  expect(mutations.length).toBeGreaterThan(20);
  expect(mutations.flatMap(({ name, field }) => field.args.flatMap((arg) => timesOf(arg.type, `${name}.${arg.name}`)))).toEqual([]);
});
