import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { UnavailableError } from '@guildhall/platform/errors.ts';
import { createIngest, openKeyLookup, openRecorder } from './index.ts';
import {
  consumer,
  createWorld,
  NOW,
  publisher,
  signed,
  statuses,
  stranger,
  usageEvent,
  type SigningKeyInHand,
  type World,
} from './testing/world.ts';

const APP = 'where2eat-742';
let world: World;
let key: SigningKeyInHand;
beforeAll(async () => {
  world = await createWorld();
  key = await world.publish(APP, ['pages']);
  await world.install(APP);
});
afterAll(() => world?.close());
beforeEach(async () => {
  await world.sql('truncate usage.usage_event, usage.usage_hour, usage.day_close');
  world.clock.now = NOW;
  world.pauses.length = 0;
  world.whilePausing(async () => undefined);
});

const receive = (...events: unknown[]) => world.ingest.receiveEvents(events);
const send = async (...events: unknown[]) => statuses(await receive(...events));
const buckets = () =>
  world.sql<{ org_id: string; unit: string; quantity: string }>(
    `select org_id, unit, trim_scale(sum(quantity))::text as quantity from usage.usage_hour group by 1, 2 order by 1, 2`,
  );
const counted = async (unit: string) => (await buckets()).filter((row) => row.unit === unit).map(({ quantity }) => quantity);

describe('counting', () => {
  test('an event is counted once, in the standard units and those of its app’s prices', async () => {
    const event = signed(usageEvent(APP, { payload: { tokens: 123, compute_units: '0.002', pages: 7, other: 9 } }), key);
    expect(await send(event)).toEqual(['new']);
    expect(await send(event)).toEqual(['duplicate']);
    expect(await buckets()).toEqual([
      { org_id: 'org:acme', unit: 'compute_unit', quantity: '0.002' },
      { org_id: 'org:acme', unit: 'invocation', quantity: '1' },
      { org_id: 'org:acme', unit: 'pages', quantity: '7' },
      { org_id: 'org:acme', unit: 'token', quantity: '123' },
    ]);
  });

  test('one event alone is taken as an array of one is', async () => {
    expect(statuses(await world.ingest.receiveEvents(signed(usageEvent(APP), key)))).toEqual(['new']);
  });

  test('only invoke events are invocations', async () => {
    await send(signed(usageEvent(APP, { action: 'export', payload: { tokens: 5 } }), key));
    expect(await buckets()).toEqual([{ org_id: 'org:acme', unit: 'token', quantity: '5' }]);
  });

  test('an event stands in the hour of its timestamp in UTC', async () => {
    await send(signed(usageEvent(APP, { timestamp: '2026-11-24T00:30:00+01:00' }), key));
    const hours = await world.sql<{ hour: Date }>('select distinct hour from usage.usage_hour');
    expect(hours).toEqual([{ hour: new Date('2026-11-23T23:00:00Z') }]);
  });

  test('sums are exact where doubles are not', async () => {
    await send(
      ...Array.from({ length: 10 }, () =>
        signed(usageEvent(APP, { payload: { compute_units: 0.1, tokens: '999999999999.000000000001' } }), key),
      ),
    );
    expect(await counted('compute_unit')).toEqual(['1']);
    expect(await counted('token')).toEqual(['9999999999990.00000000001']);
  });

  test('the same id with other content is a conflict, and the first stays', async () => {
    const first = usageEvent(APP);
    const other = { ...first, payload: { tokens: 999 } };
    expect(await send(signed(first, key))).toEqual(['new']);
    expect(await receive(signed(other, key))).toMatchObject([{ status: 'conflict', code: 'EVENT_ID_CONFLICT' }]);
    expect(await counted('token')).toEqual(['123']);
  });

  test('within one request the first of an id wins', async () => {
    const first = usageEvent(APP);
    const other = { ...first, payload: { tokens: 999 } };
    expect(await send(signed(first, key), signed(first, key), signed(other, key), signed(usageEvent(APP), key))).toEqual([
      'new',
      'duplicate',
      'conflict',
      'new',
    ]);
    expect(await counted('token')).toEqual(['246']);
  });

  test('the identity is organisation, app and id: the same id elsewhere is another event', async () => {
    await world.install(APP, 'org:globex');
    const mine = usageEvent(APP);
    expect(await send(signed(mine, key), signed({ ...mine, org_id: 'org:globex' }, key))).toEqual(['new', 'new']);
  });

  test('a bad event is refused alone, with its index; the others count', async () => {
    const receipts = await receive(signed(usageEvent(APP), key), { nonsense: true }, null, signed(usageEvent(APP), key));
    expect(statuses(receipts)).toEqual(['new', 'INVALID_INPUT', 'INVALID_INPUT', 'new']);
    expect(receipts.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(await counted('invocation')).toEqual(['2']);
  });

  test('a bad quantity of a unit that a price names is refused with the other faults, and nothing is written', async () => {
    const [receipt] = await receive(signed(usageEvent(APP, { payload: { tokens: 'NaN', pages: -1 }, timestamp: 'x' }), key));
    expect(receipt?.errors?.map(({ field }) => field.join('.'))).toEqual(['timestamp', 'payload.tokens', 'payload.pages']);
    expect(await world.sql('select from usage.usage_event')).toEqual([]);
  });

  test.each([[[]], [Array.from({ length: 1_001 }, () => ({}))], ['text'], [7], [null]])(
    'a body that is no event or 1 to 1,000 of them is refused',
    async (body) => {
      await expect(world.ingest.receiveEvents(body)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    },
  );
});

describe('signatures', () => {
  test('one put on another event, altered, or of another app’s key is refused, and nothing is written', async () => {
    const other = await world.publish('other-app');
    await world.install('other-app');
    const event = usageEvent(APP);
    const good = signed(event, key);
    expect(
      await send(
        { ...usageEvent(APP), signature: good.signature },
        { ...good, payload: { tokens: 1 } },
        { ...good, org_id: 'org:globex' },
        signed(event, other),
        signed(event, { ...key, secret: 'guess' }),
        signed(event, { ...key, id: 'sk_unknown' }),
        { ...good, signature: String(good.signature).replace(/[0-9a-f]\)$/, (end) => `${end[0] === '0' ? '1' : '0'})`) },
      ),
    ).toEqual(Array.from({ length: 7 }, () => 'INVALID_SIGNATURE'));
    expect(await world.sql('select from usage.usage_event')).toEqual([]);
    expect(await send(good)).toEqual(['new']);
  });

  test('several keys of an app are valid at a time; a revoked one stops counting within 2 s', async () => {
    const { key: made, secret } = await world.signing.createSigningKey(publisher, APP);
    const second = { appId: APP, id: made.id, secret };
    expect(await send(signed(usageEvent(APP), key), signed(usageEvent(APP), second))).toEqual(['new', 'new']);
    await world.signing.revokeSigningKey(publisher, made.id);
    world.clock.monotonic += 2_000;
    expect(await send(signed(usageEvent(APP), key), signed(usageEvent(APP), second))).toEqual(['new', 'INVALID_SIGNATURE']);
  });

  test('what a revoked key signed before is still known by its content', async () => {
    const { key: made, secret } = await world.signing.createSigningKey(publisher, APP);
    const event = usageEvent(APP);
    await send(signed(event, { appId: APP, id: made.id, secret }));
    expect(await send(signed(event, key))).toEqual(['duplicate']);
  });

  test('a secret moved to another row opens nothing', async () => {
    const lookup = openKeyLookup({ url: world.database.url('lookup'), masterKey: world.masterKey });
    const moved = await world.publish('moved-secret');
    await world.sql('update usage.signing_key set secret = (select secret from usage.signing_key where id = $1) where id = $2', [
      key.id,
      moved.id,
    ]);
    await expect(lookup.secretsOf([moved.id])).rejects.toThrow();
    await lookup.close();
  });
});

describe('signing keys', () => {
  test('while the catalog’s news does not arrive an app that is unknown here is not said to be absent', async () => {
    world.stream.caughtUp = false;
    try {
      await expect(world.signing.createSigningKey(publisher, 'registered-just-now')).rejects.toBeInstanceOf(UnavailableError);
      expect((await world.signing.createSigningKey(publisher, APP)).secret).toMatch(/^sks_/);
    } finally {
      world.stream.caughtUp = true;
    }
  });

  test('only the app’s publisher makes and revokes them; to others the app and the key are absent', async () => {
    await expect(world.signing.createSigningKey(stranger, APP)).rejects.toMatchObject({ code: 'APP_NOT_FOUND' });
    await expect(world.signing.createSigningKey(stranger, 'no-such-app')).rejects.toMatchObject({ code: 'APP_NOT_FOUND' });
    await expect(world.signing.createSigningKey(publisher, '\u0000')).rejects.toMatchObject({ code: 'APP_NOT_FOUND' });
    await expect(world.signing.createSigningKey({ ...publisher, roles: ['member'] }, APP)).rejects.toThrow('Requires the PUBLISHER or');
    await expect(world.signing.revokeSigningKey(stranger, key.id)).rejects.toMatchObject({ code: 'SIGNING_KEY_NOT_FOUND' });
    await expect(world.signing.revokeSigningKey(publisher, 'sk_none')).rejects.toMatchObject({ code: 'SIGNING_KEY_NOT_FOUND' });
    expect(await world.signing.signingKeys(stranger, APP, { limit: 10, after: undefined, backward: false })).toEqual([]);
  });

  test('revoking again changes nothing', async () => {
    const { key: made } = await world.signing.createSigningKey(publisher, APP);
    const once = await world.signing.revokeSigningKey(publisher, made.id);
    world.clock.now = new Date(NOW.getTime() + 1_000);
    expect(await world.signing.revokeSigningKey(publisher, made.id)).toEqual(once);
    expect(once.revokedAt).toEqual(NOW);
  });

  test('the secret is stored sealed only', async () => {
    const [row] = await world.sql<{ secret: Buffer }>('select secret from usage.signing_key where id = $1', [key.id]);
    expect(row?.secret.includes(key.secret)).toBe(false);
  });
});

describe('many at once', () => {
  test('8 clients of 4 ingest processes that send the same events in overlapping, shuffled batches count each once', async () => {
    const events = Array.from({ length: 600 }, (_, i) =>
      signed(
        usageEvent(APP, {
          timestamp: `2026-11-${20 + (i % 4)}T${String(i % 24).padStart(2, '0')}:00:00Z`,
          payload: { tokens: i, compute_units: 0.001 },
          org_id: i % 3 === 0 ? consumer.orgId : 'org:globex',
        }),
        key,
      ),
    );
    await world.install(APP, 'org:globex');
    const random = mulberry(42);
    const recorders = Array.from({ length: 4 }, () => openRecorder({ url: world.database.url('recorder') }));
    const doors = recorders.map((recorder) => createIngest({ recorder, keys: world.keys, now: () => NOW, pause: async () => undefined }));
    const clients = [...doors, ...doors].map(async (door) => {
      const mine = shuffled(events, random);
      const answers: unknown[] = [];
      for (let at = 0; at < mine.length; at += 50) answers.push(...statuses(await door.receiveEvents(mine.slice(at, at + 50))));
      return answers;
    });
    const answers = (await Promise.all(clients)).flat();
    await Promise.all(recorders.map((recorder) => recorder.close()));
    expect(answers.filter((status) => status === 'new')).toHaveLength(600);
    expect(answers.filter((status) => status === 'duplicate')).toHaveLength(7 * 600);
    const sum = async (unit: string) => (await counted(unit)).reduce((total, quantity) => total + Number(quantity), 0);
    expect(await sum('token')).toBe((599 * 600) / 2);
    expect(await sum('invocation')).toBe(600);
    expect(await sum('compute_unit')).toBeCloseTo(0.6, 12);
  });
});

test('while the database is away events are refused to be sent again, not acknowledged', async () => {
  const url = 'postgres://nobody:pw@127.0.0.1:1/none';
  const [recorder, keys] = [openRecorder({ url }), openKeyLookup({ url, masterKey: world.masterKey })];
  const event = signed(usageEvent(APP), key);
  for (const deps of [
    { recorder, keys: world.keys },
    { recorder: world.recorder, keys },
  ]) {
    const away = createIngest({ ...deps, now: () => NOW, pause: async () => undefined });
    await expect(away.receiveEvents(event)).rejects.toThrow(UnavailableError);
  }
  await Promise.all([recorder.close(), keys.close()]);
});

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [copy[i], copy[j]];
    if (a !== undefined && b !== undefined) [copy[i], copy[j]] = [b, a];
  }
  return copy;
}

/** A seeded source of randomness, so that a failure repeats. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
