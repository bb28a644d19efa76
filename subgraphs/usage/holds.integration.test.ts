import { handle } from '@guildhall/events/event.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIngest, endDroppedHold, keepCatalogCopies, keepHolds } from './index.ts';
import { createWorld, NOW, publisher, signed, usageEvent, type SigningKeyInHand } from './testing/world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;

let world: World;
let keys: Record<'app-held' | 'app-free', SigningKeyInHand>;
beforeAll(async () => {
  world = await createWorld();
  keys = { 'app-held': await world.publish('app-held'), 'app-free': await world.publish('app-free') };
  for (const app of ['app-held', 'app-free']) for (const org of ['org:held', 'org:free']) await world.install(app, org);
});
afterAll(() => world?.close());

let sent = 0;
const use = async (app: keyof typeof keys, org: string) => {
  await world.lag(0);
  const event = usageEvent(app, { event_id: `held-${++sent}`, org_id: org });
  const [receipt] = await world.ingest.receiveEvents([signed(event, keys[app])]);
  if (!receipt) throw new Error('There is no receipt.');
  return 'code' in receipt ? receipt.code : receipt.status;
};
/** What `org:held` and `org:free` are told of their use of `app-held` and of `app-free`. */
const told = async () => [
  [await use('app-held', 'org:held'), await use('app-held', 'org:free')],
  [await use('app-free', 'org:held'), await use('app-free', 'org:free')],
];

type Source = 'catalog' | 'billing' | 'governance';
const keep = { catalog: keepCatalogCopies, ...keepHolds };
const hear = (source: Source, orgId: string, appId: string | null, held: boolean, entity = 'ins_1') => {
  const event = {
    id: `${entity} ${held}`,
    orgId,
    entityId: `of ${entity}`,
    payload: { consumer: 'of', appId, held },
    occurredAt: new Date(),
  };
  return world.worker.transaction((em) => handle(keep[source], { ...event, type: `${source}.hold.changed` }, em));
};

const ALL = [
  ['new', 'new'],
  ['new', 'new'],
];

describe.each(['catalog', 'billing', 'governance'] as const)('while an event cannot be processed by a consumer of %s', (source) => {
  test('the use of its organisation is postponed, and no other', async () => {
    await hear(source, 'org:held', null, true);
    expect(await told()).toEqual([
      ['ORGANIZATION_ON_HOLD', 'new'],
      ['ORGANIZATION_ON_HOLD', 'new'],
    ]);
    await hear(source, 'org:held', null, false);
    expect(await told()).toEqual(ALL);
  });

  test('the use of its app is postponed, whoever uses it', async () => {
    await hear(source, publisher.orgId, 'app-held', true);
    expect(await told()).toEqual([
      ['APP_ON_HOLD', 'APP_ON_HOLD'],
      ['new', 'new'],
    ]);
    await hear(source, publisher.orgId, 'app-held', false);
    expect(await told()).toEqual(ALL);
  });
});

test('use is postponed until the last of several holds is gone, and what is told twice counts once', async () => {
  for (const entity of ['ins_1', 'ins_2', 'ins_1']) await hear('billing', 'org:held', null, true, entity);
  await hear('billing', 'org:held', null, false, 'ins_1');
  expect(await use('app-free', 'org:held')).toBe('ORGANIZATION_ON_HOLD');
  await hear('billing', 'org:held', null, false, 'ins_2');
  await hear('billing', 'org:held', null, false, 'ins_2');
  expect(await told()).toEqual(ALL);
});

test('use that a hold kept from being counted is postponed, and not refused, when the hold ends at that moment', async () => {
  await hear('billing', 'org:held', null, true);
  await world.markAt(new Date(NOW.getTime() + 86_400_000));
  const { record } = world.recorder;
  const ingest = createIngest({
    keys: world.keys,
    now: () => NOW,
    pause: async () => undefined,
    recorder: {
      ...world.recorder,
      // The hold ends after each look.
      async record(events) {
        const answers = await record(events);
        await hear('billing', 'org:held', null, false);
        return answers;
      },
    },
  });
  const event = usageEvent('app-free', { event_id: `held-${++sent}`, org_id: 'org:held' });
  const [first] = await ingest.receiveEvents([signed(event, keys['app-free'])]);
  // The second look of the same request may count it already.
  expect(first?.status === 'new' || first?.retry_after !== undefined).toBe(true);
});

test('dropping a dead event that told the end of a hold ends it', async () => {
  await hear('billing', 'org:held', null, true);
  const letter = { orgId: 'org:held', type: 'billing.hold.changed', entityId: 'of ins_1' };
  const settle = (how: 'retry' | 'drop', payload = {}) => world.worker.transaction((em) => endDroppedHold(em, { ...letter, payload }, how));
  // One that told the beginning again ends nothing.
  await settle('drop', { held: true });
  await settle('retry');
  expect(await use('app-free', 'org:held')).toBe('ORGANIZATION_ON_HOLD');
  await settle('drop');
  expect(await told()).toEqual(ALL);
});
