import { setTimeout as sleep } from 'node:timers/promises';
import { UnavailableError } from '@guildhall/platform/errors.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { deadLettersOf } from '@guildhall/platform/stream/dead-letters.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { id, openStreams, SOON, type Streams } from './testing/streams.ts';

let streams: Streams;
beforeAll(async () => void (streams = await openStreams()));
afterEach(() => streams.clear());
afterAll(() => streams?.end());

/** Events of different apps of one organisation. */
const emitMany = (count: number) =>
  streams.database.alter(
    `insert into catalog.outbox (id, org_id, type, entity_id, payload, occurred_at)
     select 'm-' || n, 'org:many', 'catalog.app.withdrawn', 'many-' || n, jsonb_build_object('appId', 'many-' || n, 'publication', n), now()
       from generate_series(1, ${count}) n`,
  );

describe('a relay lets organisations take turns', () => {
  test('so many events of one delay no other’s, whichever come first', async () => {
    const delivered: string[] = [];
    await emitMany(1_000);
    const consumer = streams.relay('fair', async ({ orgId }) => {
      await sleep(5);
      delivered.push(orgId);
    });
    await expect.poll(() => delivered.length, SOON).toBeGreaterThan(5);
    await streams.emitOne('o-1', 'org:one');
    const before = delivered.length;
    await expect.poll(() => delivered.includes('org:one'), SOON).toBe(true);
    expect(delivered.indexOf('org:one') - before).toBeLessThan(300);
    await expect.poll(async () => (await consumer.status()).lagEvents, SOON).toBe(0);
    expect(delivered).toHaveLength(1_001);
  });

  test('so a slow delivery of one delays no other’s', async () => {
    const delivered: string[] = [];
    const slow = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    streams.relay('slow', async ({ orgId }) => {
      if (orgId === 'org:slow') {
        started.resolve();
        await slow.promise;
      }
      delivered.push(orgId);
    });
    await streams.emitOne('s-1', 'org:slow');
    await started.promise;
    await streams.emitOne('f-1', 'org:fast');
    await expect.poll(() => delivered, SOON).toEqual(['org:fast']);
    slow.resolve();
    await expect.poll(() => delivered, SOON).toEqual(['org:fast', 'org:slow']);
  });

  test('so what failed is tried again although others never cease to come', async () => {
    const delivered: string[] = [];
    let fails = 1;
    streams.relay('busy', async ({ id: of }) => {
      await sleep(100);
      if (of === 'b-0' && fails-- > 0) throw new Error('once');
      delivered.push(of);
    });
    // A transaction of another test can hold back what is committed for a while.
    for (let i = 0; i < 400 && !delivered.includes('b-0'); i++) {
      await streams.emitOne(`b-${i}`, `org:${i % 3}`);
      await sleep(50);
    }
    expect(delivered).toContain('b-0');
  });
});

test('a relay keeps the order of an entity, passes over a poison event, and delivers all the rest', async () => {
  const delivered: string[] = [];
  await streams.emit(50, [], 'n % 5');
  await streams.database.alter(`update catalog.outbox set org_id = 'org:x'`);
  const consumer = streams.relay('ordered', async ({ id: of }) => {
    await sleep(Math.random() * 4);
    if (of === id(13)) throw new Error('poison');
    delivered.push(of);
  });
  await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
  await expect.poll(() => delivered.length, SOON).toBe(42);
  for (const entity of [0, 1, 2, 3, 4]) {
    const own = delivered.filter((of) => Number(of.slice(2)) % 5 === entity);
    expect(own).toEqual([...own].sort());
    if (entity === 3) expect(own).toEqual([id(3), id(8)]);
  }
});

test('a relay of which twenty entities in a row fail stops, and none of them is dead', async () => {
  await streams.emit(40);
  const consumer = streams.relay('stops', async () => {
    throw new Error('a bug of ours');
  });
  await expect.poll(async () => (await consumer.status()).stopped, SOON).toContain('a bug of ours');
  expect(await consumer.status()).toMatchObject({ dead: 0, waiting: 40 });
});

describe('a relay whose other system does not answer', () => {
  test('for one event delivers those of others, and counts no try', async () => {
    const delivered: string[] = [];
    let away = true;
    const consumer = streams.relay('one away', async ({ id: of }) => {
      if (of === 'x-0' && away) throw new UnavailableError('The workflow does not answer.');
      delivered.push(of);
    });
    await streams.emitOne('x-0', 'org:x');
    await sleep(3_000);
    await streams.emitOne('x-1', 'org:y');
    await expect.poll(() => delivered, SOON).toEqual(['x-1']);
    await expect.poll(() => consumer.status(), SOON).toMatchObject({ lagEvents: 1, dead: 0, stopped: null });
    away = false;
    await expect.poll(() => delivered, SOON).toEqual(['x-1', 'x-0']);
  });

  test('for any event keeps all of them, and does not hurry', async () => {
    await streams.emit(200);
    let tries = 0;
    const delivered = new Set<string>();
    let away = true;
    const consumer = streams.relay('all away', async ({ id: of }) => {
      tries += 1;
      if (away) throw new UnavailableError('Temporal does not answer.');
      delivered.add(of);
    });
    await sleep(2_000);
    expect(tries).toBeLessThan(100);
    expect(await consumer.status()).toMatchObject({ lagEvents: 200, dead: 0, stopped: null });
    away = false;
    await expect.poll(() => delivered.size, SOON).toBe(200);
  });

  test('gives way to a process that reaches it, and does not deliver what was dropped there', async () => {
    const seen: string[] = [];
    for (let i = 0; i < 5; i++) await streams.emitOne(`r-${i}`, `org:r${i}`);
    let away = true;
    let tried = false;
    streams.relay('two', async ({ id: of }) => {
      tried = true;
      if (away) throw new UnavailableError('away');
      seen.push(of);
    });
    await expect.poll(() => tried, SOON).toBe(true);
    const second = streams.relay('two', async ({ id: of }) => {
      if (of === 'r-2') throw new Error('poison');
    });
    await expect.poll(async () => ((status) => [status.dead, status.lagEvents])(await second.status()), SOON).toEqual([1, 0]);
    const letters = deadLettersOf(streams.worker, 'catalog', async () => undefined);
    await letters.settle(systemActor('org:guildhall'), { consumer: 'two', eventId: 'r-2' }, 'drop');
    await streams.stop(second);
    away = false;
    await streams.emitOne('r-9', 'org:r9');
    await expect.poll(() => seen, SOON).toEqual(['r-9']);
  });
});
