import { setTimeout as sleep } from 'node:timers/promises';
import { CreateSigningKeyDocument, RevokeSigningKeyDocument } from '@guildhall/operations/generated/operations.ts';
import { sign } from '@guildhall/usage/domain/signature.ts';
import { Failure } from '../failure.ts';
import type { Publisher } from './publish.ts';
import { done, reaching, type World } from './world.ts';

/** An event as an app's runtime makes it, before it is signed (the article's schema). */
export type UsageEvent = {
  readonly event_id: string;
  readonly timestamp: string;
  readonly app_id: string;
  readonly actor_id: string;
  readonly org_id: string;
  readonly action: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

export type SigningKey = { readonly id: string; readonly secret: string };
export type Receipt = {
  readonly index: number;
  readonly event_id?: string;
  readonly status: 'new' | 'duplicate' | 'conflict' | 'rejected';
  readonly code?: string;
  readonly message?: string;
  /** Seconds after which an event that is refused for now may come again. */
  readonly retry_after?: number;
};

const BATCH = 500;
/** How often an event is sent that is refused for now. */
const TRIES = 5;

/** A new signing key for an app of the publisher. */
export async function makeSigningKey(world: World, { org, creator }: Publisher, appId: string): Promise<SigningKey> {
  const { signingKey, secret } = done((await world.as(creator, org).send(CreateSigningKeyDocument, { input: { appId } })).createSigningKey);
  if (!signingKey || secret == null) throw new Failure('refused', `No signing key was made for ${appId}.`);
  return { id: signingKey.id, secret };
}

/** Ends a signing key. */
export async function revokeSigningKey(world: World, { org, creator }: Publisher, { id }: SigningKey): Promise<void> {
  done((await world.as(creator, org).send(RevokeSigningKeyDocument, { input: { keyId: id } })).revokeSigningKey);
}

/** Does what needs a signing key with one of its own, and ends that key whatever comes of it. */
export async function withSigningKey<T>(
  world: World,
  publisher: Publisher,
  appId: string,
  work: (key: SigningKey) => Promise<T>,
): Promise<T> {
  const key = await makeSigningKey(world, publisher, appId);
  try {
    return await work(key);
  } finally {
    await revokeSigningKey(world, publisher, key);
  }
}

export const signed = (event: UsageEvent, key: SigningKey) => ({ ...event, signature: sign(event, key.id, key.secret) });

/** Signs and sends events in batches; answers a receipt an event, in order. Throws a Failure when ingest takes none. */
export async function sendEvents(
  world: World,
  key: SigningKey,
  events: readonly UsageEvent[],
  progress?: (sent: number) => void,
): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (let from = 0; from < events.length; from += BATCH) {
    const batch = events.slice(from, from + BATCH).map((event) => signed(event, key));
    receipts.push(...(await settled(world.doors.urls.ingest, batch)));
    progress?.(receipts.length);
  }
  return receipts;
}

/** Sends a batch, and again what is refused for now. */
async function settled(url: string, batch: readonly unknown[], tries = TRIES): Promise<Receipt[]> {
  const receipts = [...(await post(url, batch))];
  const later = receipts.filter(({ retry_after }) => retry_after !== undefined);
  if (later.length === 0 || tries === 1) return receipts;
  await sleep(Math.max(...later.map(({ retry_after = 0 }) => retry_after)) * 1_000);
  const again = await settled(
    url,
    later.map(({ index }) => batch[index]),
    tries - 1,
  );
  for (const [i, { index }] of later.entries()) if (again[i]) receipts[index] = { ...again[i], index };
  return receipts;
}

async function post(url: string, body: unknown): Promise<readonly Receipt[]> {
  const answer = await reaching(url, () =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    }),
  );
  // Ingest answers receipts, or problem+json with a title.
  const { receipts, title } = (await answer.json()) as { receipts?: readonly Receipt[]; title?: string };
  if (!receipts) throw new Failure('refused', `Ingest answered ${answer.status}: ${title ?? ''}`);
  return receipts;
}
