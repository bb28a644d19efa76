import { Failure } from '@guildhall/local/failure.ts';
import type { Receipt } from '@guildhall/local/story/events.ts';
import { latencyOf, rounded, type Latency } from '../percentile.ts';

export type Load = {
  readonly clients: number;
  readonly requests: number;
  /** Acknowledged as new, every one. */
  readonly events: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  readonly request: Latency;
};

type Limits = { readonly clients: number; readonly seconds: number; readonly signal: AbortSignal };

/**
 * Posts bodies to ingest, each client its next as soon as it is answered, until all are sent or `seconds` have passed. The answers are
 * read after the clock stopped. Throws a Failure when any event was not acknowledged as new.
 */
export async function load(url: string, bodies: readonly string[], { clients, seconds, signal }: Limits): Promise<Load> {
  const answers: string[] = [];
  const durations: number[] = [];
  const waiting = bodies.values();
  const began = performance.now();
  const since = (start: number) => performance.now() - start;
  const client = async () => {
    // All clients take from one iterator.
    for (const body of waiting) {
      const sent = performance.now();
      answers.push(await post(url, body, signal));
      durations.push(since(sent));
      if (since(began) > seconds * 1_000) return;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const took = since(began) / 1_000;
  const events = answers.reduce((sum, answer) => sum + acknowledged(answer), 0);
  return {
    clients,
    requests: answers.length,
    events,
    seconds: rounded(took),
    eventsPerSecond: rounded(events / took),
    request: latencyOf(durations),
  };
}

async function post(url: string, body: string, signal: AbortSignal): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Failure('refused', `Ingest answered ${answer.status}: ${text.slice(0, 300)}`);
  return text;
}

/** How many events an answer of ingest acknowledges. */
function acknowledged(answer: string): number {
  // Ingest answered 200, so these are its receipts.
  const { receipts } = JSON.parse(answer) as { receipts: readonly Receipt[] };
  const other = receipts.find(({ status }) => status !== 'new');
  if (other) throw new Failure('refused', `Event ${other.event_id ?? other.index} was not taken as new: ${other.message ?? other.status}`);
  return receipts.length;
}
