import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import { teamsSeen, type Actor } from '@guildhall/platform/identity/actor.ts';
import type { Decision, PublishRequest } from '../domain/publish-request.ts';
import type { AuditEntry, TimelineEntry } from '../domain/trail.ts';
import { authorize } from '../domain/organization.ts';
import type { RecordedCheck, RequestFilter } from '../store/request-store.ts';
import type { GovernanceDeps } from './deps.ts';

/** Of the requests named, those of the actor's organisation; without those of a team's apps that the actor may not see. */
export const publishRequestsByIds = ({ store }: GovernanceDeps, actor: Actor, ids: readonly string[]): Promise<PublishRequest[]> =>
  store.transaction(actor, (tx) => tx.requests.byIds(actor.orgId, ids, teamsSeen(actor)));

/** The requests of the actor's organisation that fit the filter, newest first; without those of a team's apps that the actor may not see. */
export const publishRequests = (
  { store }: GovernanceDeps,
  actor: Actor,
  filter: RequestFilter,
  page: PageRequest,
): Promise<PublishRequest[]> => store.transaction(actor, (tx) => tx.requests.page(actor.orgId, filter, page, teamsSeen(actor)));

/** The recorded checks of the requests named. */
export const checksOf = ({ store }: GovernanceDeps, actor: Actor, requestIds: readonly string[]): Promise<RecordedCheck[]> =>
  store.transaction(actor, (tx) => tx.requests.checks(actor.orgId, requestIds));

/** The decisions on the requests named, oldest first, at most 100 a request. */
export const decisionsOf = ({ store }: GovernanceDeps, actor: Actor, requestIds: readonly string[]): Promise<Decision[]> =>
  store.transaction(actor, (tx) => tx.decisions.ofRequests(actor.orgId, requestIds));

/** What happened to a request, oldest first. */
export const timelineOf = ({ store }: GovernanceDeps, actor: Actor, requestId: string, page: PageRequest): Promise<TimelineEntry[]> =>
  store.transaction(actor, (tx) => tx.timeline.page(actor.orgId, requestId, page));

/** The audit trail of the actor's organisation, newest first. */
export async function auditEntries({ store }: GovernanceDeps, actor: Actor, page: PageRequest): Promise<AuditEntry[]> {
  authorize(actor, 'organization.inspect');
  return store.transaction(actor, (tx) => tx.audit.page(actor.orgId, page));
}
