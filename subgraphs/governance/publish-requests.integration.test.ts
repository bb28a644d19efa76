import { UnavailableError } from '@guildhall/platform/errors.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actor, approver, completeManifest, createWorld, northwind, publisher, root, settlePeople, type World } from './testing/world.ts';

const code = (of: string) => ({ faults: [{ code: of }] });
let world: World;
let caughtUp = async (): Promise<boolean> => false;
beforeAll(async () => {
  world = await createWorld({ caughtUp: () => caughtUp() });
  await settlePeople(world);
});
afterAll(() => world?.drop());

const ask = (appId: string, of: { version?: number; key?: string; team?: string } = {}) =>
  world.governance.requestPublish(publisher, {
    appId,
    version: of.version ?? 1,
    audience: of.team ? 'team' : 'public',
    team: of.team ?? null,
    idempotencyKey: of.key ?? appId,
  });
const decide = (
  publishRequestId: string,
  digest: string,
  of: { by?: string; verdict?: 'APPROVE' | 'REJECT'; key?: string; reason?: string } = {},
) =>
  world.governance.decidePublishRequest(approver(of.by), {
    publishRequestId,
    verdict: of.verdict ?? 'APPROVE',
    reason: of.reason ?? null,
    digest,
    idempotencyKey: of.key ?? publishRequestId,
  });
const apply = (publishRequestId: string, decisionId: string) =>
  world.publishing.applyDecision({ orgId: northwind, publishRequestId }, decisionId);

describe('the stream', () => {
  test('tells a decision as of its request, so that it comes behind what starts the process', async () => {
    await world.version('told-1');
    const { id } = await ask('told-1');
    await world.governance.withdrawPublishRequest(publisher, { publishRequestId: id, idempotencyKey: 'told-1' });
    const client = new Client({ connectionString: world.database.url('stream') });
    await client.connect();
    try {
      const told = await client.query(
        `select type, entity_id from governance.outbox where payload ->> 'publishRequestId' = $1 order by outbox.position`,
        [id],
      );
      expect(told.rows).toEqual([
        { type: 'governance.publish.requested', entity_id: id },
        { type: 'governance.decision.made', entity_id: id },
      ]);
    } finally {
      await client.end();
    }
  });
});

describe('requesting', () => {
  test('binds the version’s digest; the same key answers the same request, another input under it is refused', async () => {
    const digest = await world.version('asked-1');
    const first = await ask('asked-1');
    expect(first).toMatchObject({ status: 'PENDING_CHECKS', digest, requestedBy: 'user:beckayu' });
    expect((await ask('asked-1')).id).toBe(first.id);
    await expect(ask('asked-1', { version: 2 })).rejects.toMatchObject(code('IDEMPOTENCY_KEY_REUSED'));
  });

  test('one request an app is open, and the next may follow once it is closed', async () => {
    const { publishRequestId } = await world.waiting('open-1');
    await expect(ask('open-1', { key: 'second' })).rejects.toMatchObject(code('REQUEST_OPEN'));
    await world.publishing.expireRequest({ orgId: northwind, publishRequestId });
    expect((await ask('open-1', { key: 'third' })).id).not.toBe(publishRequestId);
  });

  test('at once by two keys opens one', async () => {
    await world.version('race-0');
    const both = await Promise.allSettled([ask('race-0', { key: 'a' }), ask('race-0', { key: 'b' })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('a version that was registered a moment ago is waited for; one that never comes is not found', async () => {
    caughtUp = async () => (await world.version('late-1'), true);
    expect((await ask('late-1')).appId).toBe('late-1');
    caughtUp = async () => true;
    await expect(ask('none-1')).rejects.toMatchObject(code('APP_VERSION_NOT_FOUND'));
    await world.version('gap-1', 2);
    await expect(ask('gap-1', { version: 2 })).rejects.toMatchObject(code('APP_VERSION_NOT_FOUND'));
  });

  test('is put off while versions are on their way, and a repeated key answers what it did all the same', async () => {
    await world.version('behind-1');
    const first = await ask('behind-1');
    caughtUp = async () => false;
    await expect(ask('behind-2')).rejects.toThrow(UnavailableError);
    await world.database.alter(`delete from governance.app_version_copy where app_id = 'behind-1'`);
    expect((await ask('behind-1')).id).toBe(first.id);
    await world.version('behind-2');
    expect((await ask('behind-2')).appId).toBe('behind-2');
    caughtUp = async () => true;
  });

  test('and deciding take no text that cannot be kept', async () => {
    const half = 'half \ud800 a pair';
    await expect(ask(half, { key: 'half' })).rejects.toMatchObject(code('INVALID_INPUT'));
    const { publishRequestId, digest } = await world.waiting('half-1');
    await expect(decide(publishRequestId, digest, { reason: half })).rejects.toMatchObject(code('INVALID_INPUT'));
    expect(await world.governance.decisionsOf(publisher, [publishRequestId])).toEqual([]);
  });

  test('a team is one of the organisation, and goes with its audience', async () => {
    await world.version('team-1');
    await expect(ask('team-1', { team: 'team:none' })).rejects.toMatchObject(code('TEAM_NOT_FOUND'));
    const odd = { appId: 'team-1', version: 1, audience: 'public', team: 'team:kitchen', idempotencyKey: 'odd' } as const;
    await expect(world.governance.requestPublish(publisher, odd)).rejects.toMatchObject(code('INVALID_INPUT'));
  });

  test('takes the role of a publisher', async () => {
    await expect(
      world.governance.requestPublish(approver(), { appId: 'x', version: 1, audience: 'public', team: null, idempotencyKey: 'x' }),
    ).rejects.toThrow('PUBLISHER');
  });
});

describe('checks', () => {
  test('close a request with what they found, and a pass is recorded too', async () => {
    const digest = await world.version('checked-1');
    const { id } = await ask('checked-1');
    const key = { orgId: northwind, publishRequestId: id };
    const lacking = { digest, manifest: { ...completeManifest, long_description: undefined } };
    expect((await world.publishing.runChecks(key, lacking)).passed).toBe(false);
    expect((await world.publishing.runChecks(key, lacking)).passed).toBe(false);
    expect(await world.governance.checksOf(publisher, [id])).toMatchObject([
      { name: 'METADATA_COMPLETE', findings: [{ code: 'LONG_DESCRIPTION_MISSING' }] },
      { name: 'OWNERSHIP_AND_DATA_SCOPES', findings: [] },
    ]);
    expect(await world.publishing.reviewedRequest(key)).toMatchObject({ status: 'CHECKS_FAILED' });
  });

  test('refuse another version than the one that was requested', async () => {
    await world.version('checked-2');
    const { id } = await ask('checked-2');
    const run = world.publishing.runChecks({ orgId: northwind, publishRequestId: id }, { digest: 'other', manifest: completeManifest });
    await expect(run).rejects.toMatchObject(code('DIGEST_MISMATCH'));
  });
});

describe('an approval', () => {
  const kitchen = { team: 'team:kitchen' };
  const check = async (id: string, digest: string) =>
    (await world.publishing.runChecks({ orgId: northwind, publishRequestId: id }, { digest, manifest: completeManifest })).needsApproval;
  beforeAll(() => world.governance.createTeam(root(northwind), { id: 'team:kitchen', name: 'Kitchen' }));

  test('is not needed for a team while the app was shown to teams only', async () => {
    const digest = await world.version('inward-1');
    for (const key of ['inward-first', 'inward-second']) {
      const { id } = await ask('inward-1', { ...kitchen, key });
      expect(await check(id, digest)).toBe(false);
      await world.publishing.beginPublishing({ orgId: northwind, publishRequestId: id });
      await world.publishing.completePublishing({ orgId: northwind, publishRequestId: id });
    }
  });

  test.each(['completePublishing', 'failRequest'] as const)(
    'is needed for a team too once publishing beyond a team ended by %s, for its price may hold in every installation',
    async (end) => {
      const appId = `outward-${end}`.toLowerCase();
      const { publishRequestId, digest } = await world.waiting(appId);
      const { decision } = await decide(publishRequestId, digest);
      await apply(publishRequestId, decision.id);
      await world.publishing[end]({ orgId: northwind, publishRequestId }, 'Ended from outside.');
      const second = await world.version(appId, 2);
      const { id } = await ask(appId, { ...kitchen, version: 2, key: `${appId}-team` });
      expect(await check(id, second)).toBe(true);
      expect(await check(id, second)).toBe(true);
      expect(await world.publishing.beginPublishing({ orgId: northwind, publishRequestId: id })).toBe('AWAITING_APPROVAL');
    },
  );
});

describe('deciding', () => {
  test('owner, registrant, every editor and the requester cannot, whatever their roles', async () => {
    const digest = await world.version('named-1', 1, { createdBy: 'user:editor1' });
    await world.version('named-1', 2, { createdBy: 'user:editor2', ownerId: 'user:owner', digest });
    const requester = actor('user:requester', northwind, 'publisher');
    const { id } = await world.governance.requestPublish(requester, {
      appId: 'named-1',
      version: 2,
      audience: 'public',
      team: null,
      idempotencyKey: 'n',
    });
    for (const by of ['beckayu', 'editor1', 'editor2', 'owner', 'requester'])
      await expect(decide(id, digest, { by }), by).rejects.toMatchObject(code('NOT_ELIGIBLE'));
    expect((await decide(id, digest)).decision.outcome).toBe('PENDING');
  });

  test('nor can whoever made the API key that edited the app', async () => {
    const { key } = await world.governance.createApiKey(actor('user:priya', northwind, 'billing_admin'), {
      name: 'ci',
      roles: ['publisher'],
    });
    const digest = await world.version('bykey-1', 1, { createdBy: `service:${key.id}` });
    const { id } = await ask('bykey-1');
    await expect(decide(id, digest, { by: 'priya' })).rejects.toMatchObject(code('NOT_ELIGIBLE'));
    expect((await decide(id, digest, { by: 'quinn' })).decision.outcome).toBe('PENDING');
  });

  test('is bound to the digest, needs a reason to reject, and the role', async () => {
    const { publishRequestId, digest } = await world.waiting('bound-1');
    await expect(decide(publishRequestId, 'another')).rejects.toMatchObject(code('DIGEST_MISMATCH'));
    await expect(decide(publishRequestId, digest, { verdict: 'REJECT' })).rejects.toMatchObject(code('INVALID_INPUT'));
    const input = { publishRequestId, verdict: 'APPROVE', reason: null, digest, idempotencyKey: 'x' } as const;
    await expect(world.governance.decidePublishRequest(publisher, input)).rejects.toThrow('APPROVER');
    expect(await world.governance.decisionsOf(publisher, [publishRequestId])).toEqual([]);
  });

  test('two at once: the first wins, the other is too late; applied again, each answers the same', async () => {
    const { publishRequestId, digest } = await world.waiting('race-1');
    const made = await Promise.all(['priya', 'quinn'].map((by) => decide(publishRequestId, digest, { by })));
    const ids = made.map(({ decision }) => decision.id);
    const outcomes = await Promise.all(ids.map((id) => apply(publishRequestId, id)));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['APPLIED', 'TOO_LATE']);
    expect(await Promise.all(ids.map((id) => apply(publishRequestId, id)))).toMatchObject(outcomes.map(({ outcome }) => ({ outcome })));
    expect(await world.publishing.reviewedRequest({ orgId: northwind, publishRequestId })).toMatchObject({ status: 'PUBLISHING' });
  });

  test('the same key answers what became of it; two repeats at once are one decision; another approver’s same key is another', async () => {
    const { publishRequestId, digest } = await world.waiting('repeat-1');
    const twice = await Promise.all([1, 2].map(() => decide(publishRequestId, digest, { verdict: 'REJECT', reason: 'Prices are wrong' })));
    expect(twice[0]?.decision.id).toBe(twice[1]?.decision.id);
    expect(twice[0]?.decision.outcome).toBe('PENDING');
    await apply(publishRequestId, twice[0]?.decision.id ?? '');
    const again = await decide(publishRequestId, digest, { verdict: 'REJECT', reason: 'Prices are wrong' });
    expect(again).toMatchObject({ decision: { outcome: 'APPLIED' }, request: { status: 'REJECTED', reason: 'Prices are wrong' } });
    await expect(decide(publishRequestId, digest)).rejects.toMatchObject(code('IDEMPOTENCY_KEY_REUSED'));
    expect((await decide(publishRequestId, digest, { by: 'quinn' })).decision).toMatchObject({ outcome: 'TOO_LATE' });
  });

  test('eligibility is looked at again when the decision is applied', async () => {
    const { publishRequestId, digest } = await world.waiting('again-1');
    const { decision } = await decide(publishRequestId, digest);
    await world.database.alter(`update governance.app_version_copy set owner_id = 'user:priya' where app_id = 'again-1'`);
    expect((await apply(publishRequestId, decision.id)).outcome).toBe('REFUSED');
    expect((await apply(publishRequestId, 'dec_unknown')).outcome).toBe('REFUSED');
    expect(await world.publishing.reviewedRequest({ orgId: northwind, publishRequestId })).toMatchObject({ status: 'AWAITING_APPROVAL' });
  });

  test('a role that was taken away before the decision is applied takes the decision with it', async () => {
    const { publishRequestId, digest } = await world.waiting('left-1');
    const admin = root(northwind);
    await world.governance.createPerson(admin, { id: 'user:rose', displayName: 'Rose' });
    await world.governance.addMember(admin, { principalId: 'user:rose', roles: ['approver', 'publisher'] });
    const approved = (await decide(publishRequestId, digest, { by: 'rose' })).decision;
    const rejected = (await decide(publishRequestId, digest, { by: 'rose', verdict: 'REJECT', reason: 'No', key: 'reject' })).decision;
    const rose = actor('user:rose', northwind, 'publisher');
    const back = (await world.governance.withdrawPublishRequest(rose, { publishRequestId, idempotencyKey: 'rose' })).decision;
    await world.governance.changeRoles(admin, { principalId: 'user:rose', roles: ['member'] });
    expect(await apply(publishRequestId, approved.id)).toEqual({ outcome: 'REFUSED', status: 'AWAITING_APPROVAL' });
    await world.governance.removeMember(admin, 'user:rose');
    expect((await apply(publishRequestId, rejected.id)).outcome).toBe('REFUSED');
    expect((await apply(publishRequestId, back.id)).outcome).toBe('REFUSED');
    const decisions = await world.governance.decisionsOf(publisher, [publishRequestId]);
    expect(decisions.map(({ why }) => why)).toEqual([
      'user:rose is no longer an approver of org:northwind.',
      'user:rose is no longer an approver of org:northwind.',
      'user:rose is no longer a publisher of org:northwind.',
    ]);
  });

  test('a withdrawal by a key holds while the key does; a platform admin’s holds without a membership', async () => {
    const { key } = await world.governance.createApiKey(publisher, { name: 'ci', roles: ['publisher'] });
    const ci = { ...actor(`service:${key.id}`, northwind, 'publisher'), kind: 'service' } as const;
    const [revoked, helped] = [await world.waiting('back-2'), await world.waiting('back-3')];
    const made = async ({ publishRequestId }: { publishRequestId: string }, by: Actor) =>
      (await world.governance.withdrawPublishRequest(by, { publishRequestId, idempotencyKey: publishRequestId })).decision.id;
    const byKey = await world.waiting('back-4');
    expect((await apply(byKey.publishRequestId, await made(byKey, ci))).outcome).toBe('APPLIED');
    const late = await made(revoked, ci);
    await world.governance.revokeApiKey(publisher, key.id);
    expect((await apply(revoked.publishRequestId, late)).outcome).toBe('REFUSED');
    expect((await apply(helped.publishRequestId, await made(helped, root(northwind)))).outcome).toBe('APPLIED');
  });

  test('a withdrawal closes the request for its publisher, and for nobody without the role', async () => {
    const { publishRequestId } = await world.waiting('back-1');
    const input = { publishRequestId, idempotencyKey: 'back' };
    await expect(world.governance.withdrawPublishRequest(approver(), input)).rejects.toThrow('PUBLISHER');
    const { decision } = await world.governance.withdrawPublishRequest(publisher, input);
    await apply(publishRequestId, decision.id);
    expect(await world.governance.withdrawPublishRequest(publisher, input)).toMatchObject({
      decision: { outcome: 'APPLIED' },
      request: { status: 'WITHDRAWN' },
    });
  });
});

test('a request for a team is seen by its members, and by whoever publishes, approves or pays; it takes no place in the pages of others', async () => {
  await world.governance.createTeam(root(northwind), { id: 'team:grill', name: 'Grill' });
  const ids: string[] = [];
  for (const [i, team] of ['team:grill', null, 'team:grill'].entries()) {
    const appId = `team-${i}`;
    await world.version(appId);
    const input = { appId, version: 1, audience: team ? ('team' as const) : ('organization' as const), team, idempotencyKey: appId };
    ids.push((await world.governance.requestPublish(publisher, input)).id);
  }
  const [first = '', wide = '', last = ''] = ids;
  // What was published to the team is the team's still while somebody asks to publish it more widely.
  const key = { orgId: northwind, publishRequestId: last };
  await world.publishing.beginPublishing(key);
  await world.publishing.completePublishing(key);
  const wider = { appId: 'team-2', version: 1, audience: 'organization', team: null, idempotencyKey: 'wider' } as const;
  const asked = (await world.governance.requestPublish(publisher, wider)).id;
  ids.push(asked);
  const member = actor('user:mo', northwind, 'member');
  const seenBy: [Parameters<typeof world.governance.publishRequests>[0], string[]][] = [
    [member, [wide]],
    [{ ...member, teams: ['team:bar'] }, [wide]],
    [{ ...member, teams: ['team:grill'] }, [asked, last, wide, first]],
    [approver(), [asked, last, wide, first]],
    [actor('user:cfo', northwind, 'billing_admin'), [asked, last, wide, first]],
    [approver('eve', 'org:acme'), []],
  ];
  for (const [who, sees] of seenBy) {
    const page = await world.governance.publishRequests(who, {}, { limit: sees.length || 1, after: undefined, backward: false });
    expect(page.map(({ id }) => id)).toEqual(sees);
    const named = await world.governance.publishRequestsByIds(who, ids);
    expect(new Set(named.map(({ id }) => id))).toEqual(new Set(sees));
    expect(await world.governance.publishRequests(who, { appId: 'team-0' }, { limit: 5, after: undefined, backward: false })).toHaveLength(
      sees.includes(first) ? 1 : 0,
    );
  }
  const published = { orgId: northwind, publishRequestId: asked };
  await world.publishing.beginPublishing(published);
  await world.publishing.completePublishing(published);
  expect((await world.governance.publishRequestsByIds(member, ids)).map(({ id }) => id).sort()).toEqual([wide, asked].sort());
});

describe('a process that is gone', () => {
  test('leaves no decision pending: too late, and an open request fails so that it can be made again', async () => {
    const { publishRequestId, digest } = await world.waiting('gone-1');
    const { decision } = await decide(publishRequestId, digest);
    const gone = { orgId: northwind, publishRequestId, decisionId: decision.id };
    await world.publishing.settleAbandoned(gone);
    await world.publishing.settleAbandoned(gone);
    expect(await decide(publishRequestId, digest)).toMatchObject({ decision: { outcome: 'TOO_LATE' }, request: { status: 'FAILED' } });
  });
});

test('a timeline tells what happened, in order, each thing once', async () => {
  const { publishRequestId, digest } = await world.waiting('told-1');
  const key = { orgId: northwind, publishRequestId };
  await world.publishing.remindApprovers(key);
  await world.publishing.remindApprovers(key);
  const { decision } = await decide(publishRequestId, digest);
  await apply(publishRequestId, decision.id);
  await world.publishing.completePublishing(key);
  await world.publishing.completePublishing(key);
  const page = { limit: 10, after: undefined, backward: false };
  const entries = await world.governance.timelineOf(publisher, publishRequestId, page);
  expect(entries.map(({ event }) => event)).toEqual(['REQUESTED', 'CHECKS_PASSED', 'REMINDED', 'APPROVED', 'PUBLISHED']);
  const [second] = await world.governance.timelineOf(publisher, publishRequestId, {
    ...page,
    limit: 1,
    after: [entries[0]?.position ?? ''],
  });
  expect(second?.event).toBe('CHECKS_PASSED');
});
