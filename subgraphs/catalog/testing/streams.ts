import type { EventOf, Handlers } from '@guildhall/events/event.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { startConsumer, type Consumer, type ConsumerOptions } from '@guildhall/platform/stream/consumer.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';
import { entities } from '../index.ts';

export const SOON = { timeout: 20_000, interval: 20 };
export type Withdrawn = EventOf<'catalog.app.withdrawn'>;
type Work = (event: Withdrawn) => void | Promise<void>;

/** The id of the event of a number. */
export const id = (n: number) => `e-${String(n).padStart(5, '0')}`;

/** A database with the catalog's outbox, and consumers that keep what they are told beside it. */
export async function openStreams() {
  const database = await createTestDatabase({ schema: 'catalog', entities, folder: new URL('../migrations', import.meta.url) });
  const worker = await openDatabase({ url: database.url('worker'), schema: 'catalog', entities });
  const running: Consumer[] = [];

  const start = (name: string, more: Partial<ConsumerOptions>): Consumer => {
    const consumer = startConsumer({
      name,
      source: { schema: 'catalog', url: database.url('stream') },
      receiver: { schema: 'catalog', url: database.url('worker'), database: worker },
      logger: createLogger('test', 'silent'),
      retryAfterMs: 10,
      ...more,
    });
    running.push(consumer);
    return consumer;
  };

  return {
    database,
    worker,
    /** A consumer of withdrawals into a table that refuses to hold one event twice; `before` may refuse an event. */
    consume: (name: string, before: Work = () => undefined, more: Partial<ConsumerOptions> = {}): Consumer =>
      start(name, {
        apply: {
          async 'catalog.app.withdrawn'(event, em) {
            await before(event);
            await em.execute(`insert into catalog.idempotency_key (org_id, operation, key, input_hash) values ('org:t', ?, ?, '')`, [
              name,
              event.id,
            ]);
          },
        },
        ...more,
      }),
    /** A relay of withdrawals. */
    relay: (name: string, deliver: (event: Withdrawn) => Promise<void>, more: Partial<ConsumerOptions> = {}): Consumer => {
      const handlers: Handlers<[]> = { 'catalog.app.withdrawn': deliver };
      return start(name, { deliver: handlers, ...more });
    },
    /** Emits withdrawals of apps `app-0`, `app-1`, … under ids `e-00000`, `e-00001`, …; the payload of those that are poisoned is empty. */
    emit: (count: number, poisoned: readonly number[] = [], app = 'n') =>
      database.alter(
        `insert into catalog.outbox (id, org_id, type, entity_id, payload, occurred_at)
         select 'e-' || lpad(n::text, 5, '0'), 'org:' || (n % 7), 'catalog.app.withdrawn', 'app-' || ${app},
                case when n = any ('{${poisoned.join(',')}}') then '{}' else jsonb_build_object('appId', 'app-' || ${app}, 'publication', n) end, now()
           from generate_series(0, ${count - 1}) n order by n`,
      ),
    /** Emits one event. */
    emitOne: (event: string, orgId: string, app = event, type = 'catalog.app.withdrawn') =>
      database.alter(
        `insert into catalog.outbox (id, org_id, type, entity_id, payload, occurred_at)
         values ('${event}', '${orgId}', '${type}', '${app}', '{"appId":"x","publication":1}', now())`,
      ),
    /** The ids of the events that a consumer has taken, in order. */
    async taken(name: string): Promise<string[]> {
      const rows = await worker.transaction((em) =>
        em.execute<{ key: string }[]>('select key from catalog.idempotency_key where operation = ? order by created_at, key', [name]),
      );
      return rows.map(({ key }) => key);
    },
    async stop(consumer: Consumer) {
      running.splice(running.indexOf(consumer), 1);
      await consumer.stop();
    },
    async clear() {
      await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
      await database.alter(
        'truncate catalog.outbox, catalog.stream_cursor, catalog.waiting_event, catalog.dead_letter, catalog.idempotency_key',
      );
    },
    async end() {
      await worker.close();
      await database.drop();
    },
  };
}
export type Streams = Awaited<ReturnType<typeof openStreams>>;
