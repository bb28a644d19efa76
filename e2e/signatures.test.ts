import { randomBytes } from 'node:crypto';
import { makeSigningKey, signed, type Receipt, type SigningKey, type UsageEvent } from '@guildhall/local/story/events.ts';
import { makeOrganization } from '@guildhall/local/story/organizations.ts';
import { completeApp, install, NORTHWIND, publishWhole, register } from '@guildhall/local/story/publish.ts';
import { done, eventually } from '@guildhall/local/story/world.ts';
import { RevokeSigningKeyDocument, UsageByDayDocument } from '@guildhall/operations/generated/operations.ts';
import { addDays, dayOf } from '@guildhall/platform/period.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { settled } from './database.ts';
import { sharedSystem, sharedWorld } from './shared-world.ts';

const world = sharedWorld();
const tag = randomBytes(3).toString('hex');
const org = `org:signed-for-${tag}`;
const [appId, otherAppId, evilAppId] = [`signed-${tag}`, `signed-too-${tag}`, `signed-evil-${tag}`];
const EVIL = { org: 'org:evilcorp', creator: 'user:mallory', approver: 'user:mallory' };
const PAYG = { model: 'PAYG' as const, prices: [{ unit: 'invocation', pricePerUnit: '0.005' }] };

let key: SigningKey;
let keyOfOtherApp: SigningKey;
let keyOfOtherPublisher: SigningKey;
beforeAll(async () => {
  const members = [{ subject: 'user:alice', roles: ['MEMBER', 'BILLING_ADMIN'] }] as const;
  await makeOrganization(world, { id: org, name: `Signed for ${tag}`, members, account: 'EXTERNAL' });
  for (const id of [appId, otherAppId]) {
    await publishWhole(world, NORTHWIND, completeApp(id, PAYG));
    await install(world, org, 'user:alice', id);
  }
  await register(world, EVIL, { ...completeApp(evilAppId, PAYG), ownerId: EVIL.creator });
  key = await makeSigningKey(world, NORTHWIND, appId);
  keyOfOtherApp = await makeSigningKey(world, NORTHWIND, otherAppId);
  keyOfOtherPublisher = await makeSigningKey(world, EVIL, evilAppId);
  await settled(sharedSystem().databaseAdminUrl);
});

let events = 0;
const newEvent = (): UsageEvent => ({
  event_id: `event-${tag}-${++events}`,
  timestamp: new Date().toISOString(),
  app_id: appId,
  actor_id: 'user:alice',
  org_id: org,
  action: 'invoke',
  payload: { tokens: 100 },
});

/** What becomes of events that are signed already, well or badly. */
async function deliver(...body: readonly object[]): Promise<readonly Receipt[]> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(world.doors.urls.ingest, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
  // An array of events is always answered with receipts.
  return ((await answer.json()) as { receipts: readonly Receipt[] }).receipts;
}
const statuses = (receipts: readonly Receipt[]) => receipts.map(({ status, code }) => code ?? status);

/** Invocations and tokens of the organisation, of every app. */
async function counted(): Promise<Record<string, number>> {
  // Wide enough that a midnight between two questions changes nothing.
  const today = dayOf(new Date());
  const { usage } = await world.as('user:alice', org).send(UsageByDayDocument, { from: addDays(today, -2), to: addDays(today, 2) });
  const sums: Record<string, number> = { invocation: 0, token: 0 };
  for (const { node } of usage?.edges ?? []) sums[node.unit] = (sums[node.unit] ?? 0) + Number(node.quantity);
  return sums;
}
const plus = ({ invocation = 0, token = 0 }, uses: number) => ({ invocation: invocation + uses, token: token + 100 * uses });

async function expectRefused(event: object): Promise<void> {
  const before = await counted();
  const [receipt] = await deliver(event);
  expect(receipt).toMatchObject({
    status: 'rejected',
    code: 'INVALID_SIGNATURE',
    message: expect.stringContaining('Sign the RFC 8785 form'),
  });
  expect(await counted()).toEqual(before);
}

describe('a signature is good for the one event that it was made for', () => {
  test('put on another event it is refused', async () => {
    const before = await counted();
    const { signature } = signed(newEvent(), key);
    await expectRefused({ ...newEvent(), signature });
    // That it was good for its own event is what makes the refusal mean something.
    const own = newEvent();
    expect(statuses(await deliver(signed(own, key)))).toEqual(['new']);
    expect(await counted()).toEqual(plus(before, 1));
  });

  test.each<[string, Partial<UsageEvent>]>([
    ['id', { event_id: `event-${tag}-altered` }],
    ['time', { timestamp: new Date(Date.now() - 86_400_000).toISOString() }],
    ['app', { app_id: otherAppId }],
    ['actor', { actor_id: 'user:mallory' }],
    ['organisation', { org_id: 'org:acme' }],
    ['action', { action: 'revoke' }],
    ['quantity', { payload: { tokens: 1 } }],
    ['payload, by one more key', { payload: { tokens: 100, note: 'free' } }],
  ])('with another %s in the event it is refused', async (_, change) => {
    await expectRefused({ ...signed(newEvent(), key), ...change });
  });

  test('with one digit of its own altered it is refused', async () => {
    const event = signed(newEvent(), key);
    const last = event.signature.at(-2) === '0' ? '1' : '0';
    await expectRefused({ ...event, signature: `${event.signature.slice(0, -2)}${last})` });
  });

  test('a bad event in a batch is refused alone', async () => {
    const before = await counted();
    const forged = { ...signed(newEvent(), key), payload: { tokens: 5_000 } };
    expect(statuses(await deliver(signed(newEvent(), key), forged, signed(newEvent(), key)))).toEqual(['new', 'INVALID_SIGNATURE', 'new']);
    expect(await counted()).toEqual(plus(before, 2));
  });
});

describe('only a valid key of the app itself signs', () => {
  test.each<[string, () => SigningKey]>([
    ['a key of another app of the publisher', () => keyOfOtherApp],
    ['a key of another publisher', () => keyOfOtherPublisher],
    ["another's secret under the id of the app's key", () => ({ ...keyOfOtherPublisher, id: key.id })],
    ['a key that nobody made', () => ({ id: `sk_${'0'.repeat(32)}`, secret: 'sks_nothing' })],
  ])('not %s', async (_, foreign) => {
    await expectRefused(signed(newEvent(), foreign()));
  });

  test('nor one that was revoked; the others of the app still do', async () => {
    const revoked = await makeSigningKey(world, NORTHWIND, appId);
    expect(statuses(await deliver(signed(newEvent(), revoked)))).toEqual(['new']);
    const publisher = world.as(NORTHWIND.creator, NORTHWIND.org);
    done((await publisher.send(RevokeSigningKeyDocument, { input: { keyId: revoked.id } })).revokeSigningKey);
    // Ingest remembers a key for up to 2 s.
    await eventually(
      'the revoked key to be refused',
      async () => statuses(await deliver(signed(newEvent(), revoked))).includes('INVALID_SIGNATURE') || undefined,
      5_000,
    );
    await expectRefused(signed(newEvent(), revoked));
    expect(statuses(await deliver(signed(newEvent(), key)))).toEqual(['new']);
  });
});

describe('the same signed event again', () => {
  test('is a duplicate and counts nothing, also under another key of the app', async () => {
    const before = await counted();
    const event = newEvent();
    const second = await makeSigningKey(world, NORTHWIND, appId);
    expect(statuses(await deliver(signed(event, key)))).toEqual(['new']);
    expect(statuses(await deliver(signed(event, key), signed(event, key)))).toEqual(['duplicate', 'duplicate']);
    expect(statuses(await deliver(signed(event, second)))).toEqual(['duplicate']);
    expect(await counted()).toEqual(plus(before, 1));
  });

  test('sent ten times at once it is counted once', async () => {
    const before = await counted();
    const event = signed(newEvent(), key);
    const receipts = (await Promise.all(Array.from({ length: 10 }, () => deliver(event)))).flat();
    expect(statuses(receipts).sort()).toEqual([...Array<string>(9).fill('duplicate'), 'new']);
    expect(await counted()).toEqual(plus(before, 1));
  });

  test('another event under its id, rightly signed, is a conflict and counts nothing', async () => {
    const event = newEvent();
    await deliver(signed(event, key));
    const before = await counted();
    expect(statuses(await deliver(signed({ ...event, payload: { tokens: 1 } }, key)))).toEqual(['EVENT_ID_CONFLICT']);
    expect(await counted()).toEqual(before);
  });
});
