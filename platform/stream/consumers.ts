import { isDeepStrictEqual } from 'node:util';
import { consumers, type ConsumersOf, type SourceOf, type Subgraph } from '@guildhall/events/consumers.ts';
import type { Handlers } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { z } from 'zod';
import { postgresUrl } from '../config.ts';
import type { Database } from '../database/database.ts';
import { urlVariable } from '../database/roles.ts';
import type { Logger } from '../log.ts';
import { startConsumer, type Consumer } from './consumer.ts';

/** The URLs, by their variables, of the outboxes that a subgraph's consumers read. */
type StreamUrls<Receiver extends Subgraph, Url> = {
  readonly [Variable in `${Uppercase<SourceOf<ConsumersOf<Receiver>>>}_STREAM_DATABASE_URL`]: Url;
};

/** What a consumer does: it keeps a copy (`apply`), or hands on to another system (`deliver`). */
type Work =
  | { readonly apply: Handlers<[EntityManager]>; readonly current?: (em: EntityManager) => Promise<void> }
  | { readonly deliver: Handlers<[]> };

/** The variables of a subgraph's configuration that its consumers need. */
export function streamVariables<Receiver extends Subgraph>(receiver: Receiver): StreamUrls<Receiver, z.ZodURL> {
  const sources = new Set(Object.values(consumers).flatMap((of) => (of.receiver === receiver ? [of.source] : [])));
  const shape = [...sources].map((source) => [urlVariable(source, 'stream'), postgresUrl(`The ${source} outbox under the stream role`)]);
  // One entry a source, which TypeScript does not follow through the table.
  return Object.fromEntries(shape) as StreamUrls<Receiver, z.ZodURL>;
}

/** Starts every consumer of a subgraph by the table of consumers. Throws when one consumes other events than the table says. */
export function startConsumers<Receiver extends Subgraph>(
  receiver: Receiver,
  { streams, url, database, logger }: { streams: StreamUrls<Receiver, string>; url: string; database: Database; logger: Logger },
  works: { readonly [Name in ConsumersOf<Receiver>]: Work },
): { readonly [Name in ConsumersOf<Receiver>]: Consumer } {
  // The keys of both are those of the table, which Object.entries and the template of the variable forget.
  const entries = Object.entries(works) as [ConsumersOf<Receiver>, Work][];
  const urls = streams as Readonly<Record<string, string>>;
  const started = entries.map(([name, work]) => {
    const { source, consumes } = consumers[name];
    const handled = Object.keys('apply' in work ? work.apply : work.deliver);
    if (!isDeepStrictEqual(handled.sort(), [...consumes].sort()))
      throw new Error(`The consumer ${name} is declared to consume ${consumes.join(', ')} and handles ${handled.join(', ')}.`);
    const from = { schema: source, url: urls[urlVariable(source, 'stream')] ?? '' };
    return [name, startConsumer({ name, source: from, receiver: { schema: receiver, url, database }, logger, ...work })];
  });
  return Object.fromEntries(started) as { readonly [Name in ConsumersOf<Receiver>]: Consumer };
}
