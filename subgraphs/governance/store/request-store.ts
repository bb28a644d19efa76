import { LockMode, raw, type EntityManager } from '@mikro-orm/postgresql';
import { refusal } from '@guildhall/platform/errors.ts';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import { seesTeamSql } from '@guildhall/platform/identity/actor.ts';
import type { CheckRun } from '../domain/checks.ts';
import type { Audience, ClosedStatus, OpenStatus, PublishRequest, PublishRequestStatus } from '../domain/publish-request.ts';
import { CheckRunEntity, FindingEntity, PublishRequestEntity } from './entities.ts';
import { pageById, unlessUsed } from './page.ts';

export type RequestFilter = { readonly status?: PublishRequestStatus; readonly appId?: string; readonly number?: number };
export type RecordedCheck = CheckRun & { readonly publishRequestId: string; readonly ranAt: Date };

export type RequestStore = {
  /** Throws `REQUEST_OPEN` while the app has an open one. */
  add(request: PublishRequest): Promise<void>;
  byIds(orgId: string, ids: readonly string[], teams?: readonly string[]): Promise<PublishRequest[]>;
  /** Locks a request, so that what is decided on it is decided once; *worker* only. */
  forUpdate(orgId: string, id: string): Promise<PublishRequest | undefined>;
  /** Whether an earlier request may have brought the app before more than a team; others may have installed it then. */
  shownBeyondTeam(orgId: string, appId: string): Promise<boolean>;
  /** Newest first. Of the requests of a team's apps, those that the `teams` see alone when they are given. */
  page(orgId: string, filter: RequestFilter, page: PageRequest, teams?: readonly string[]): Promise<PublishRequest[]>;
  /** *worker* only. */
  advance(request: PublishRequest, status: OpenStatus): Promise<void>;
  /** *worker* only. */
  close(request: PublishRequest, status: ClosedStatus, at: Date, reason: string | null): Promise<void>;
  /** *worker* only. */
  addChecks(request: PublishRequest, checks: readonly CheckRun[], at: Date): Promise<void>;
  checks(orgId: string, requestIds: readonly string[]): Promise<RecordedCheck[]>;
};

/** A request is seen by whoever may see the app: by the team that it is for, and the one to which the app was published last. */
const seenBy = (teams: readonly string[] | undefined) => {
  if (!teams) return {};
  const condition = (request: string) =>
    `(${seesTeamSql(`${request}.audience_team`)} and not exists (
        select from (select p.audience_team as team from governance.publish_request p
                      where p.org_id = ${request}.org_id and p.app_id = ${request}.app_id and p.status = 'PUBLISHED'
                      order by p.id desc limit 1) shown
         where not ${seesTeamSql('shown.team')}))`;
  return { [raw(condition, [teams.join(','), teams.join(',')])]: true };
};

export function requestStore(em: EntityManager): RequestStore {
  return {
    async add({ audience, ...request }) {
      const row = { ...request, audienceKind: audience.kind, audienceTeam: audience.kind === 'team' ? audience.team : null };
      await unlessUsed(em.insert(PublishRequestEntity, row), () =>
        refusal('REQUEST_OPEN', `${request.appId} has an open publish request; withdraw it, or wait until it is closed.`, ['appId']),
      );
    },
    byIds: async (orgId, ids, teams) =>
      (await em.find(PublishRequestEntity, { orgId, id: { $in: [...ids] }, ...seenBy(teams) })).map(toRequest),
    async forUpdate(orgId, id) {
      const row = await em.findOne(PublishRequestEntity, { orgId, id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
      return row ? toRequest(row) : undefined;
    },
    async shownBeyondTeam(orgId, appId) {
      // A request that failed may have been listed until it was undone, or still be, when its process was terminated.
      const status = { $in: ['PUBLISHED', 'FAILED'] as const };
      return (await em.count(PublishRequestEntity, { orgId, appId, audienceKind: { $ne: 'team' }, status })) > 0;
    },
    async page(orgId, filter, page, teams) {
      const { where, options } = pageById('id', page, 'desc');
      return (await em.find(PublishRequestEntity, { orgId, ...filter, ...where, ...seenBy(teams) }, options)).map(toRequest);
    },
    async advance({ orgId, id }, status) {
      await em.nativeUpdate(PublishRequestEntity, { orgId, id }, { status });
    },
    async close({ orgId, id }, status, closedAt, reason) {
      await em.nativeUpdate(PublishRequestEntity, { orgId, id }, { status, closedAt, reason });
    },
    async addChecks({ orgId, id: publishRequestId }, checks, ranAt) {
      await em.insertMany(
        CheckRunEntity,
        checks.map(({ name, findings }) => ({ orgId, publishRequestId, name, passed: findings.length === 0, ranAt })),
      );
      const findings = checks.flatMap(({ name, findings: found }) => found.map((finding) => ({ ...finding, checkName: name })));
      if (findings.length === 0) return;
      await em.insertMany(
        FindingEntity,
        findings.map(({ checkName, code, message, field }) => ({ orgId, publishRequestId, checkName, code, message, field: [...field] })),
      );
    },
    async checks(orgId, requestIds) {
      const where = { orgId, publishRequestId: { $in: [...requestIds] } };
      const runs = await em.find(CheckRunEntity, where, { orderBy: { name: 'asc' } });
      const findings = await em.find(FindingEntity, where, { orderBy: { code: 'asc' } });
      return runs.map(({ publishRequestId, name, ranAt }) => ({
        publishRequestId,
        name,
        ranAt,
        findings: findings.filter((finding) => finding.publishRequestId === publishRequestId && finding.checkName === name),
      }));
    },
  };
}

type RequestRow = Omit<PublishRequest, 'audience' | 'reason' | 'closedAt'> & {
  readonly audienceKind: Audience['kind'];
  readonly audienceTeam?: string | null | undefined;
  readonly reason?: string | null | undefined;
  readonly closedAt?: Date | null | undefined;
};

function toRequest({ audienceKind: kind, audienceTeam, ...row }: RequestRow): PublishRequest {
  const { orgId, id, appId, number, digest, requestedBy, requestedAt, status, reason, closedAt } = row;
  const audience: Audience = kind === 'team' ? { kind, team: audienceTeam ?? '' } : { kind };
  return {
    orgId,
    id,
    appId,
    number,
    digest,
    audience,
    requestedBy,
    requestedAt,
    status,
    reason: reason ?? null,
    closedAt: closedAt ?? null,
  };
}
