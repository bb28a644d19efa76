import { setTimeout as sleep } from 'node:timers/promises';
import { approver, publisher } from '@guildhall/governance/testing/world.ts';
import type { PublishApprovalResult } from '../contracts/publish-approval.ts';
import type { PublishingWorld } from './publishing-world.ts';

/** One way in which a publish request can end, brought about on real engines; answers the request. */
type Outcome = {
  readonly name: string;
  readonly result: PublishApprovalResult;
  readonly run: (world: PublishingWorld, appId: string) => Promise<{ readonly id: string; readonly digest: string }>;
};

/** Every outcome of the process, and the ways to `PUBLISHED` and `FAILED` that take different steps. */
export const OUTCOMES: readonly Outcome[] = [
  {
    name: 'published-after-approval',
    result: 'PUBLISHED',
    async run(world, appId) {
      const request = await waiting(world, appId);
      await decide(world, request, 'APPROVE');
      return request;
    },
  },
  {
    name: 'published-without-approval',
    result: 'PUBLISHED',
    run: (world, appId) => checked(world, world.request(appId, { audience: 'team' })),
  },
  { name: 'checks-failed', result: 'CHECKS_FAILED', run: (world, appId) => checked(world, world.request(appId, { lacking: true })) },
  {
    name: 'rejected',
    result: 'REJECTED',
    async run(world, appId) {
      const request = await waiting(world, appId);
      await decide(world, request, 'REJECT');
      return request;
    },
  },
  {
    name: 'withdrawn',
    result: 'WITHDRAWN',
    async run(world, appId) {
      const request = await waiting(world, appId);
      await world.governance.withdrawPublishRequest(publisher, { publishRequestId: request.id, idempotencyKey: appId });
      return request;
    },
  },
  {
    name: 'expired-after-reminder',
    result: 'EXPIRED',
    async run(world, appId) {
      const usual = { ...world.timers };
      Object.assign(world.timers, { reminderAfterMs: 300, expiryAfterMs: 900 });
      try {
        return await waiting(world, appId);
      } finally {
        Object.assign(world.timers, usual);
      }
    },
  },
  {
    // The version changes under the approval, which only a hand in the database can do: the price is in force when the catalog refuses.
    name: 'failed-and-undone',
    result: 'FAILED',
    async run(world, appId) {
      const request = await waiting(world, appId);
      await world.catalogDatabase.alter(`update catalog.app_version set digest = 'altered' where app_id = '${appId}'`);
      await decide(world, request, 'APPROVE');
      return request;
    },
  },
  {
    name: 'failed-by-cancellation',
    result: 'FAILED',
    async run(world, appId) {
      const request = await waiting(world, appId);
      await world.handle(request.id).cancel();
      return request;
    },
  },
];

/** A public request whose checks have passed. */
export const waiting = (world: PublishingWorld, appId: string) => checked(world, world.request(appId));

async function checked(world: PublishingWorld, asked: ReturnType<PublishingWorld['request']>) {
  const request = await asked;
  while ((await world.status(request.id)) === 'PENDING_CHECKS') await sleep(20);
  // The workflow knows it a moment later than the database.
  while ((await world.handle(request.id).describe()).raw.pendingActivities?.length) await sleep(20);
  return request;
}

export const decide = (
  world: PublishingWorld,
  { id, digest }: { readonly id: string; readonly digest: string },
  verdict: 'APPROVE' | 'REJECT',
  by = 'priya',
) =>
  world.governance.decidePublishRequest(approver(by), {
    publishRequestId: id,
    verdict,
    reason: verdict === 'REJECT' ? 'The price is wrong' : null,
    digest,
    idempotencyKey: id,
  });
