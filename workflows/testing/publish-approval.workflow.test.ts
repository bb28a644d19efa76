import { UserError } from '@guildhall/platform/errors.ts';
import { approver, northwind, publisher } from '@guildhall/governance/testing/world.ts';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type {} from '../../local/testing/provided.ts';
import { createPublishingActivities } from '../activities/publishing.ts';
import { decideSignal, decideUpdate } from '../contracts/publish-approval.ts';
import { decide, OUTCOMES, waiting } from './publish-outcomes.ts';
import { createPublishingWorld, type PublishingWorld } from './publishing-world.ts';

const page = { limit: 100, after: undefined, backward: false };
const soon = { timeout: 30_000, interval: 50 };
let world: PublishingWorld;
beforeAll(async () => {
  world = await createPublishingWorld(inject('temporalAddress'));
  await world.startWorker();
});
afterAll(() => world?.end());

const timeline = async (id: string) => (await world.governance.timelineOf(publisher, id, page)).map(({ event }) => event);
const prices = async (appId: string) => (await world.billing.priceVersionPage(publisher, appId, page)).length;
const shown = async (appId: string) => (await world.catalog.visibleApps(publisher, [appId]))[0]?.publishedNumber ?? null;

test.each(OUTCOMES.map(({ name, ...outcome }) => [name, outcome] as const))('%s', async (name, { result, run }) => {
  const appId = `${name}-2`;
  const { id } = await run(world, appId);
  expect(await world.handle(id).result()).toBe(result);
  expect(await world.status(id)).toBe(result);
  const published = result === 'PUBLISHED';
  expect([await shown(appId), await prices(appId)]).toEqual(published ? [1, 1] : [null, 0]);
  expect((await timeline(id)).at(-1)).toBe(result);
  const request = await world.publishing.reviewedRequest({ orgId: northwind, publishRequestId: id });
  expect(request.closedAt).toBeInstanceOf(Date);
  if (!published && result !== 'WITHDRAWN') expect(request.reason).toMatch(/\w+/);
  expect((await world.governance.decisionsOf(publisher, [id])).map(({ outcome }) => outcome)).not.toContain('PENDING');
});

describe('decisions', () => {
  test('the mutation answers what became of it, and the run is found under its id with a summary', async () => {
    const request = await waiting(world, 'answered-1');
    const { decision } = await decide(world, request, 'APPROVE');
    expect(decision.outcome).toBe('APPLIED');
    const description = await world.handle(request.id).describe();
    expect(await description.staticSummary()).toBe('Publish answered-1@1 of org:northwind');
  });

  test('two approvers at once: the first wins, the other is too late, and both know at once', async () => {
    const request = await waiting(world, 'at-once-1');
    const made = await Promise.all(['priya', 'quinn'].map((by) => decide(world, request, 'APPROVE', by)));
    expect(made.map(({ decision }) => decision.outcome).sort()).toEqual(['APPLIED', 'TOO_LATE']);
  });

  test('the same decision by signal and update, again and again, is one', async () => {
    const request = await waiting(world, 'again-1');
    const { decision } = await decide(world, request, 'REJECT');
    const told = { decisionId: decision.id };
    const repeats = [0, 1].map((i) =>
      world
        .handle(request.id)
        .executeUpdate(decideUpdate, { args: [told], updateId: `${decision.id}-${i}` })
        .catch(() => 'gone'),
    );
    await world
      .handle(request.id)
      .signal(decideSignal, told)
      .catch(() => undefined);
    for (const answer of await Promise.all(repeats)) expect(['APPLIED', 'gone']).toContain(answer);
    expect(await timeline(request.id)).toEqual(['REQUESTED', 'CHECKS_PASSED', 'REJECTED']);
  });

  test('what is no decision of the request changes nothing', async () => {
    const request = await waiting(world, 'forged-1');
    const update = (decisionId: string) => world.handle(request.id).executeUpdate(decideUpdate, { args: [{ decisionId }] });
    await expect(update('nonsense')).rejects.toThrow();
    expect(await update('dec_of_nobody')).toBe('REFUSED');
    expect(await world.status(request.id)).toBe('AWAITING_APPROVAL');
  });
});

describe('with no worker up', () => {
  test('a decision is taken, answers PENDING within moments, and is decided once a worker is back', async () => {
    const request = await waiting(world, 'later-1');
    await world.stopWorker();
    const started = Date.now();
    expect((await decide(world, request, 'APPROVE')).decision.outcome).toBe('PENDING');
    expect(Date.now() - started).toBeLessThan(8_000);
    await world.startWorker();
    await expect.poll(() => world.status(request.id), soon).toBe('PUBLISHED');
    expect((await decide(world, request, 'APPROVE')).decision.outcome).toBe('APPLIED');
  });

  test('a request that its publisher takes back before its checks is withdrawn, not published', async () => {
    await world.stopWorker();
    const { id } = await world.request('back-1', { audience: 'team' });
    await world.governance.withdrawPublishRequest(publisher, { publishRequestId: id, idempotencyKey: 'back' });
    await expect
      .poll(
        () =>
          world
            .handle(id)
            .fetchHistory()
            .then(signals, () => 0),
        soon,
      )
      .toBeGreaterThan(0);
    await world.startWorker();
    expect(await world.handle(id).result()).toBe('WITHDRAWN');
    expect(await shown('back-1')).toBeNull();
  });
});

test('a process that an operator ended leaves nothing pending: the decision is too late and the request can be made again', async () => {
  const request = await waiting(world, 'ended-1');
  await world.handle(request.id).terminate();
  await decide(world, request, 'APPROVE');
  const again = () => decide(world, request, 'APPROVE').then(({ decision }) => decision.outcome);
  await expect.poll(again, soon).toBe('TOO_LATE');
  expect(await world.status(request.id)).toBe('FAILED');
  const next = { appId: 'ended-1', version: 1, audience: 'public', team: null, idempotencyKey: 'next' } as const;
  expect((await world.governance.requestPublish(publisher, next)).status).toBe('PENDING_CHECKS');
});

describe('unpublishing', () => {
  const OPERATIONS = ['applyDecision', 'beginPublishing', 'completePublishing', 'failRequest'] as const;
  const unpublish = (appId: string) =>
    world.catalog.unpublishApp(publisher, appId).then(
      () => 'done',
      (error: unknown) => (error instanceof UserError ? error.code : error),
    );

  test.each([
    ['without an approval', 'team', 'PUBLISHED'],
    ['with an approval', 'public', 'PUBLISHED'],
    ['until it has failed', 'public', 'FAILED'],
  ] as const)('is refused from the first moment of publishing to the last: %s', async (name, audience, ends) => {
    const appId = `refused-${name.replaceAll(' ', '-')}`;
    const seen: unknown[] = [];
    const look = async (key: { readonly orgId: string; readonly publishRequestId: string }) => {
      const { status } = await world.publishing.reviewedRequest(key);
      if (status === 'PUBLISHING') seen.push(await unpublish(appId));
    };
    /** Governance, with an attempt to unpublish right before and right after everything that changes where the request stands. */
    const watched = { ...world.parts.governance };
    for (const name of OPERATIONS) {
      const operation: (...args: never[]) => Promise<unknown> = watched[name];
      const around = async (...args: never[]) => {
        // Each of the four takes the request's key first, which their common type forgets.
        const [key] = args as unknown as [Parameters<typeof look>[0]];
        await look(key);
        const answer = await operation(...args);
        await look(key);
        return answer;
      };
      Object.assign(watched, { [name]: around });
    }
    await world.stopWorker();
    await world.startWorker({ activities: createPublishingActivities({ ...world.parts, governance: watched }) });
    const request = audience === 'team' ? await world.request(appId, { audience }) : await waiting(world, appId);
    if (ends === 'FAILED') await world.catalogDatabase.alter(`update catalog.app_version set digest = 'altered' where app_id = '${appId}'`);
    if (audience === 'public') await decide(world, request, 'APPROVE');
    await expect.poll(() => world.status(request.id), soon).toBe(ends);
    await expect.poll(() => unpublish(appId), soon).toBe('done');
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(new Set(seen)).toEqual(new Set(['PUBLISHING_IN_PROGRESS']));
    await world.stopWorker();
    await world.startWorker();
  });

  test('is possible again once somebody takes back a request whose process an operator ended', async () => {
    await world.stopWorker();
    await world.startWorker({ activities: { ...world.activities, putPriceInForce: () => new Promise<never>(() => undefined) } });
    const request = await waiting(world, 'abandoned-1');
    await decide(world, request, 'APPROVE');
    await expect.poll(() => world.status(request.id), soon).toBe('PUBLISHING');
    await world.handle(request.id).terminate();
    expect(await unpublish('abandoned-1')).toBe('PUBLISHING_IN_PROGRESS');
    const input = { publishRequestId: request.id, idempotencyKey: 'abandoned' };
    await world.governance.withdrawPublishRequest(publisher, input);
    await expect.poll(() => world.status(request.id), soon).toBe('FAILED');
    await expect.poll(() => unpublish('abandoned-1'), soon).toBe('done');
    await world.stopWorker();
    await world.startWorker();
  });
});

test('when a price begins to hold, usage counts the units that it names already', async () => {
  const known: (readonly string[])[] = [];
  await world.stopWorker();
  await world.startWorker({
    activities: {
      ...world.activities,
      async putPriceInForce(key: Parameters<typeof world.activities.putPriceInForce>[0]) {
        known.push(await world.unitsOf('counted-1'));
        return world.activities.putPriceInForce(key);
      },
    },
  });
  const request = await world.request('counted-1', { audience: 'team' });
  await expect.poll(() => world.status(request.id), soon).toBe('PUBLISHED');
  expect(known).toEqual([['compute_unit', 'invocation', 'page', 'token']]);
  await world.stopWorker();
  await world.startWorker();
});

test('a second version replaces the first, and when it fails the first stays listed with its price', async () => {
  const first = await waiting(world, 'twice-1');
  await decide(world, first, 'APPROVE');
  await expect.poll(() => world.status(first.id), soon).toBe('PUBLISHED');
  await world.catalog.updateApp(publisher, 'twice-1', { title: 'Second' });
  const second = await world.governance.requestPublish(publisher, {
    appId: 'twice-1',
    version: 2,
    audience: 'organization',
    team: null,
    idempotencyKey: 'second',
  });
  await expect.poll(() => world.status(second.id), soon).toBe('AWAITING_APPROVAL');
  await world.catalogDatabase.alter(`update catalog.app_version set digest = 'altered' where app_id = 'twice-1' and number = 2`);
  await world.governance.decidePublishRequest(approver(), {
    publishRequestId: second.id,
    verdict: 'APPROVE',
    reason: null,
    digest: second.digest,
    idempotencyKey: 'second',
  });
  await expect.poll(() => world.status(second.id), soon).toBe('FAILED');
  expect([await shown('twice-1'), await prices('twice-1')]).toEqual([1, 1]);
});

const signals = ({ events }: { events?: { workflowExecutionSignaledEventAttributes?: unknown }[] | null }) =>
  (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
