import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChangeAccountCurrencyDocument } from '@guildhall/operations/generated/operations.ts';
import { expect, test } from 'vitest';
import { install, makeConsumer, openAccount, payg, publish } from './attack/scene.ts';
import { answerOf } from './attack/views.ts';
import { sharedWorld } from './shared-world.ts';

const world = sharedWorld();
const tag = randomBytes(3).toString('hex');
const ROUNDS = 24;

const change = (org: string) =>
  answerOf(
    world
      .as('user:alice', org)
      .send(ChangeAccountCurrencyDocument, { input: { currency: 'JPY', idempotencyKey: crypto.randomUUID() } })
      .then(({ changeAccountCurrency }) => changeAccountCurrency),
  );
const codeOf = (answer: string) => answer.split(':')[0];

test('of an install and a change of the currency at the same time at most one is done, and each can be tried again', async () => {
  const appId = `race-${tag}`;
  await publish(world, appId, payg('invocation', '1'));
  const seen: (readonly (string | undefined)[])[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const org = `org:race-${round}-${tag}`;
    await makeConsumer(world, org);
    expect(await openAccount(world, org, 'USD')).toBe('done');
    const head = (round % 12) * 2 - 10;
    const [installed, changed] = await Promise.all([
      sleep(Math.max(0, head)).then(() => install(world, org, appId)),
      sleep(Math.max(0, -head)).then(() => change(org)),
    ]);
    seen.push([codeOf(installed), codeOf(changed)]);
    // Whichever was done stands, and says why the other is refused.
    const again = changed === 'done' ? 'CURRENCY_MISMATCH' : installed === 'done' ? 'ALREADY_INSTALLED' : 'done';
    await expect.poll(async () => codeOf(await install(world, org, appId)), { timeout: 10_000, interval: 100 }).toBe(again);
    if (changed !== 'done') await expect.poll(async () => codeOf(await change(org)), { timeout: 10_000 }).toBe('CURRENCY_IN_USE');
  }
  expect(seen.filter(([installed, changed]) => installed === 'done' && changed === 'done')).toEqual([]);
  const outcomes = new Set(seen.flat());
  expect(outcomes).toContain('done');
  for (const outcome of outcomes) expect(['done', 'UNAVAILABLE', 'CURRENCY_IN_USE', 'CURRENCY_MISMATCH']).toContain(outcome);
});
