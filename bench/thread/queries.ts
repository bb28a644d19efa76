import { ConsumerAppDocument, PublisherAppDocument } from '@guildhall/operations/generated/operations.ts';
import { Failure } from '@guildhall/local/failure.ts';
import { NORTHWIND } from '@guildhall/local/story/publish.ts';
import type { World } from '@guildhall/local/story/world.ts';
import { dayOf, periodOf } from '@guildhall/platform/period.ts';
import { latencyOf, type Latency } from '../percentile.ts';

const WARM_UP = 20;
const REQUESTS = 200;

export type Queries = { readonly requests: number; readonly publisherApp: Latency; readonly consumerApp: Latency };

/** Asks the publisher's and the consumer's query about one app and month, one after the other. Throws a Failure when they say nothing of its use. */
export async function timedQueries(world: World, appId: string, month: string, signal: AbortSignal): Promise<Queries> {
  const { start, end } = periodOf(month);
  const days = { from: dayOf(start), to: dayOf(end) };
  const publisher = world.as(NORTHWIND.creator, NORTHWIND.org);
  const consumer = world.as('user:alice', 'org:acme');
  const askPublisher = () => publisher.send(PublisherAppDocument, { appId, ...days, fromMonth: month, toMonth: month });
  const askConsumer = () => consumer.send(ConsumerAppDocument, { appId, ...days });

  const [seen, used] = [await askPublisher(), await askConsumer()];
  if (!seen.app?.publisherUsage?.length || !seen.app.revenue?.length || !used.app?.usage?.length || !used.invoices?.edges.length)
    throw new Failure('miscounted', `The two queries do not show the usage, revenue and invoice of ${month}, so their time says nothing.`);
  return {
    requests: REQUESTS,
    publisherApp: await timed(askPublisher, signal),
    consumerApp: await timed(askConsumer, signal),
  };
}

async function timed(ask: () => Promise<unknown>, signal: AbortSignal): Promise<Latency> {
  const durations: number[] = [];
  for (let i = 0; i < WARM_UP + REQUESTS; i++) {
    signal.throwIfAborted();
    const began = performance.now();
    await ask();
    durations.push(performance.now() - began);
  }
  return latencyOf(durations.slice(WARM_UP));
}
