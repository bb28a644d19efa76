import { setTimeout as sleep } from 'node:timers/promises';
import { signed, type Receipt, type SigningKey, type UsageEvent } from '@guildhall/local/story/events.ts';
import { eventually } from '@guildhall/local/story/world.ts';

/** What the senders were told. */
export type Told = {
  /** The tokens of each event by its id. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** Requests that had to be repeated, and events of which a repeat said that they were counted before. */
  readonly repeated: number;
  readonly duplicates: number;
};

/** Clients that send events without a pause, and send again under the same ids whatever was not acknowledged. */
export type Load = {
  /** How many events are acknowledged. */
  heard(): number;
  /** Waits until so many more events are acknowledged. */
  more(count: number): Promise<void>;
  /** Sends nothing new, and answers once all that was sent is acknowledged. */
  end(): Promise<Told>;
};

const CLIENTS = 4;
const BATCH = 10;
const PATIENCE_MS = 30_000;

type LoadOptions = {
  /** Begins the ids of its events. */
  readonly name: string;
  readonly url: string;
  readonly key: SigningKey;
  readonly org: string;
  readonly app: string;
};

export function startLoad({ name: load, url, key, org, app }: LoadOptions): Load {
  const acknowledged = new Map<string, number>();
  let repeated = 0;
  let duplicates = 0;
  let ending = false;

  const send = async (body: string): Promise<readonly Receipt[] | undefined> => {
    let status: number;
    let text: string;
    try {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE_MS) });
      status = answer.status;
      text = await answer.text();
    } catch {
      return undefined;
    }
    if (status === 503) return undefined;
    if (status !== 200) throw new Error(`Ingest answered ${status}: ${text}`);
    // A 200 of ingest holds receipts.
    return (JSON.parse(text) as { receipts: readonly Receipt[] }).receipts;
  };

  const client = async (name: number): Promise<void> => {
    for (let round = 0; !ending; round++) {
      const events = Array.from({ length: BATCH }, (_, i): UsageEvent & { payload: { tokens: number } } => ({
        event_id: `${load}-${name}-${round}-${i}`,
        timestamp: new Date().toISOString(),
        app_id: app,
        actor_id: 'user:alice',
        org_id: org,
        action: 'invoke',
        payload: { tokens: 1 + ((name + round + i) % 7) },
      }));
      const body = JSON.stringify(events.map((event) => signed(event, key)));
      const deadline = Date.now() + PATIENCE_MS;
      let receipts = await send(body);
      while (!receipts) {
        if (Date.now() > deadline) throw new Error(`Ingest acknowledged nothing for ${PATIENCE_MS / 1000} s.`);
        repeated++;
        await sleep(50);
        receipts = await send(body);
      }
      const refused = receipts.find(({ status }) => status !== 'new' && status !== 'duplicate');
      if (refused) throw new Error(`An event was ${refused.status}: ${refused.message}`);
      duplicates += receipts.filter(({ status }) => status === 'duplicate').length;
      for (const { event_id, payload } of events) acknowledged.set(event_id, payload.tokens);
    }
  };

  const clients = Promise.all(Array.from({ length: CLIENTS }, (_, name) => client(name)));
  // Seen by more() and end(); until one of them asks, nobody listens.
  clients.catch(() => undefined);
  return {
    heard: () => acknowledged.size,
    async more(count) {
      const target = acknowledged.size + count;
      await Promise.race([clients, eventually('acknowledgements', async () => acknowledged.size >= target || undefined)]);
    },
    async end() {
      ending = true;
      await clients;
      return { acknowledged, repeated, duplicates };
    },
  };
}
