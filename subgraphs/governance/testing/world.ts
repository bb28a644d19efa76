import { handle } from '@guildhall/events/event.ts';
import { randomBytes } from 'node:crypto';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';
import {
  createGovernance,
  createPublishing,
  createStore,
  ensurePlatformAdmins,
  entities,
  identityStore,
  keepVersions,
  type GovernanceDeps,
} from '../index.ts';

export const northwind = 'org:northwind';
export const actor = (principal: string, orgId: string, ...roles: Role[]): Actor => ({ principal, kind: 'user', orgId, roles, teams: [] });

export const root = (orgId = 'org:guildhall') => actor('user:root', orgId, 'platform_admin');
export const publisher = actor('user:beckayu', northwind, 'publisher', 'billing_admin');
export const approver = (name = 'priya', orgId = northwind) => actor(`user:${name}`, orgId, 'approver');

/** Governance over a fresh database, with the platform's admin and one publishing organisation in it. */
export async function createWorld(ports: Partial<Pick<GovernanceDeps, 'caughtUp' | 'awaitDecision'>> = {}) {
  const database = await createTestDatabase({
    schema: 'governance',
    entities,
    folder: new URL('../migrations', import.meta.url),
  });
  const open = (role: 'request' | 'worker' | 'lookup') => openDatabase({ url: database.url(role), schema: 'governance', entities });
  const [request, worker, lookup] = await Promise.all([open('request'), open('worker'), open('lookup')]);
  const base = { now: () => new Date(), newId };
  const platform = createStore(worker);
  const publishing = createPublishing({ ...base, store: platform });
  const governance = createGovernance({
    ...base,
    store: createStore(request),
    platform,
    identity: identityStore(lookup),
    secret: () => randomBytes(32).toString('base64url'),
    caughtUp: ports.caughtUp ?? (async () => true),
    awaitDecision: ports.awaitDecision ?? (async () => undefined),
  });
  await ensurePlatformAdmins({ ...base, store: platform }, ['user:root']);
  await governance.createOrganization(root(), { id: northwind, name: 'Northwind' });
  let position = 0;
  return {
    database,
    governance,
    publishing,
    databases: { request, worker, lookup },
    /** A version comes over the catalog's stream. */
    async version(appId: string, number = 1, of: { createdBy?: string; ownerId?: string; orgId?: string; digest?: string } = {}) {
      const { createdBy = 'user:beckayu', ownerId = 'user:beckayu', orgId = northwind, digest = `digest-${appId}-${number}` } = of;
      const payload = { appId, number, digest, title: appId, ownerId, registeredBy: 'user:beckayu', createdBy, canExport: false };
      const place = { xid: '1', position: String(++position), id: newId('evt'), occurredAt: new Date() };
      await worker.transaction((em) =>
        handle(keepVersions, { ...place, orgId, type: 'catalog.version.created', entityId: `${appId}@${number}`, payload }, em),
      );
      return digest;
    },
    /** A request for version 1 of an app, past its checks and waiting for an approver. */
    async waiting(appId: string) {
      const digest = await this.version(appId);
      const input = { appId, version: 1, audience: 'public', team: null, idempotencyKey: appId } as const;
      const { id: publishRequestId } = await governance.requestPublish(publisher, input);
      await publishing.runChecks({ orgId: northwind, publishRequestId }, { digest, manifest: completeManifest });
      return { publishRequestId, digest };
    },
    async drop() {
      await Promise.all([request.close(), worker.close(), lookup.close()]);
      await database.drop();
    },
  };
}
export type World = Awaited<ReturnType<typeof createWorld>>;

/** What both checks pass, once user:beckayu is a member. */
export const completeManifest = {
  long_description: 'Finds a place where a group of friends can eat',
  tags: ['dining'],
  domain_labels: ['food'],
  capabilities: ['read'],
  data_scopes: ['user'],
  owner_id: 'user:beckayu',
};

/** Makes the publishing organisation's people known and members of it. */
export async function settlePeople({ governance }: World): Promise<void> {
  const admin = root(northwind);
  for (const [id, ...roles] of [
    ['user:beckayu', 'publisher', 'billing_admin'],
    ['user:priya', 'approver'],
    ['user:quinn', 'approver'],
  ] as const) {
    await governance.createPerson(admin, { id, displayName: id });
    await governance.addMember(admin, { principalId: id, roles });
  }
}
