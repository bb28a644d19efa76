import { housekeepingOf } from '@guildhall/platform/stream/housekeeping.ts';
import type { Consumer } from '@guildhall/platform/stream/consumer.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { id, openStreams, SOON, type Streams } from './testing/streams.ts';

let streams: Streams;
beforeAll(async () => void (streams = await openStreams()));
afterEach(() => streams.clear());
afterAll(() => streams?.end());

const bug = () => {
  throw new Error('a bug of ours');
};
/** What failed waits so long that no retry mixes with the first tries. */
const LATER = { retryAfterMs: 60_000 };
/** Until the consumer has stopped, or read all. */
const settled = (consumer: Consumer) =>
  expect
    .poll(async () => ((status) => status.stopped !== null || status.lagEvents === status.waiting)(await consumer.status()), SOON)
    .toBe(true);

describe('twenty different entities that fail in a row stop the consumer', () => {
  test('which loses its place for none of them', async () => {
    await streams.emit(60);
    let broken = true;
    const consumer = streams.consume('stops', ({ payload: { publication } }) => {
      if (broken && publication >= 30) bug();
    });
    await expect.poll(async () => (await consumer.status()).stopped, SOON).toContain('a bug of ours');
    expect(await consumer.status()).toMatchObject({ lagEvents: 30, waiting: 0, dead: 0 });
    expect(await streams.taken('stops')).toHaveLength(30);
    await streams.stop(consumer);
    broken = false;
    streams.consume('stops');
    await expect.poll(() => streams.taken('stops'), SOON).toHaveLength(60);
  });

  test('when they come one at a time', async () => {
    const consumer = streams.consume('trickle', bug, LATER);
    for (let i = 0; i < 20; i++) {
      expect((await consumer.status()).stopped).toBeNull();
      await streams.emitOne(`t-${i}`, `org:${i}`);
      await settled(consumer);
    }
    expect((await consumer.status()).stopped).toContain('a bug of ours');
  });

  test('when a batch ends among them', async () => {
    await streams.emit(210);
    const consumer = streams.consume('border', ({ payload: { publication } }) => (publication >= 190 ? bug() : undefined), LATER);
    await settled(consumer);
    expect((await consumer.status()).stopped).toContain('a bug of ours');
  });

  test('when events come between them that it does not hear, or that wait behind them', async () => {
    const consumer = streams.consume('between', bug, LATER);
    for (let i = 0; i < 20; i++) {
      await streams.emitOne(`b-${i}`, 'org:b', `app-${i}`);
      await settled(consumer);
      await streams.emitOne(`unheard-${i}`, 'org:b', `app-${i}`, 'catalog.stream.marked');
      await streams.emitOne(`behind-${i}`, 'org:b', `app-${i}`);
      await settled(consumer);
    }
    expect((await consumer.status()).stopped).toContain('a bug of ours');
  });

  test('and housekeeping in the meantime drops nothing that is still to be handled', async () => {
    await streams.emit(25);
    await streams.database.alter(`update catalog.outbox set occurred_at = now() - interval '20 days'`);
    let broken = true;
    const house = housekeepingOf(streams.worker, 'catalog');
    const consumer = streams.consume('house', async ({ id: of }) => {
      if (!broken) return;
      if (of === id(19)) {
        const [cursor] = await streams.worker.transaction((em) =>
          em.execute<{ xid: string; position: string }[]>(
            `select xid::text as xid, position::text as position from catalog.stream_cursor where consumer = 'house'`,
          ),
        );
        if (cursor) await house.dropEvents(cursor, new Date());
      }
      bug();
    });
    await expect.poll(async () => (await consumer.status()).stopped, SOON).toContain('ours');
    await streams.stop(consumer);
    broken = false;
    streams.consume('house');
    await expect.poll(() => streams.taken('house'), SOON).toHaveLength(25);
  });
});

test('nineteen that fail in a row, one that does not, and more that fail stop nothing', async () => {
  await streams.emit(39);
  const consumer = streams.consume('goes on', ({ payload: { publication } }) => (publication === 19 ? undefined : bug()));
  await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(38);
  expect((await consumer.status()).stopped).toBeNull();
  expect(await streams.taken('goes on')).toEqual([id(19)]);
});

test('one entity that fails again and again stops nothing', async () => {
  await streams.emit(40, [], `'x'`);
  await streams.database.alter(`update catalog.outbox set org_id = 'org:x'`);
  await streams.emitOne('last', 'org:y');
  const consumer = streams.consume('same', ({ orgId }) => (orgId === 'org:x' ? bug() : undefined));
  await expect.poll(() => consumer.status(), SOON).toMatchObject({ dead: 1, waiting: 39, stopped: null });
  expect(await streams.taken('same')).toEqual(['last']);
});
