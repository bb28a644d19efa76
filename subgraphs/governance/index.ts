import { apiKeyName, apiKeys, createApiKey, revokeApiKey } from './operations/api-keys.ts';
import { decidePublishRequest, withdrawPublishRequest } from './operations/decide-publish-request.ts';
import type { GovernanceDeps, PublishingDeps } from './operations/deps.ts';
import { identify } from './operations/identify.ts';
import { createOrganization, organization, updateOrganization } from './operations/organizations.ts';
import { addMember, changeRoles, createPerson, members, membersByIds, removeMember, updatePerson } from './operations/people.ts';
import {
  auditEntries,
  checksOf,
  decisionsOf,
  publishRequests,
  publishRequestsByIds,
  timelineOf,
} from './operations/read-publish-requests.ts';
import { requestPublish } from './operations/request-publish.ts';
import {
  applyDecision,
  beginPublishing,
  completePublishing,
  expireRequest,
  failRequest,
  remindApprovers,
  reviewedRequest,
  runChecks,
} from './operations/review-request.ts';
import { settleAbandoned } from './operations/settle-decision.ts';
import { addTeamMember, createTeam, removeTeamMember, teams, teamsOfMembers, updateTeam } from './operations/teams.ts';

export { keyOfPrincipal, type ApiKey } from './domain/api-key.ts';
export type { Member, Organization, Person, Team } from './domain/organization.ts';
export type { Audience, Decision, PublishRequest, PublishRequestStatus } from './domain/publish-request.ts';
export type { AuditEntry, TimelineEntry } from './domain/trail.ts';
export type { GovernanceDeps, PublishingDeps } from './operations/deps.ts';
export type { Identity, IdentityQuestion } from './operations/identify.ts';
export { ensurePlatformAdmins } from './operations/organizations.ts';
export type { RequestKey, ReviewedVersion } from './operations/review-request.ts';
export { entities } from './store/entities.ts';
export { identityStore } from './store/identity-store.ts';
export type { RecordedCheck } from './store/request-store.ts';
export { createStore } from './store/store.ts';
export { keepVersion } from './store/version-store.ts';

type Bound<F, Deps> = F extends (deps: Deps, ...args: infer Args) => infer Result ? (...args: Args) => Result : never;

const binder =
  <Deps>(deps: Deps) =>
  <F extends (deps: Deps, ...args: never[]) => unknown>(operation: F): Bound<F, Deps> =>
    // Binding the first argument keeps the rest of the signature; TypeScript cannot follow that through `F`.
    ((...args: never[]) => operation(deps, ...args)) as Bound<F, Deps>;

/** The operations of the publish process, for its activities and the relay, over a store under the *worker* role. */
export function createPublishing(deps: PublishingDeps) {
  const bind = binder(deps);
  return {
    reviewedRequest: bind(reviewedRequest),
    runChecks: bind(runChecks),
    applyDecision: bind(applyDecision),
    remindApprovers: bind(remindApprovers),
    expireRequest: bind(expireRequest),
    beginPublishing: bind(beginPublishing),
    completePublishing: bind(completePublishing),
    failRequest: bind(failRequest),
    settleAbandoned: bind(settleAbandoned),
  };
}
export type Publishing = ReturnType<typeof createPublishing>;

/** Every operation that people call, for resolvers and the gateway's questions; each is described where it is defined. */
export function createGovernance(deps: GovernanceDeps) {
  const bind = binder(deps);
  return {
    identify: bind(identify),
    organization: bind(organization),
    createOrganization: bind(createOrganization),
    updateOrganization: bind(updateOrganization),
    createPerson: bind(createPerson),
    updatePerson: bind(updatePerson),
    addMember: bind(addMember),
    changeRoles: bind(changeRoles),
    removeMember: bind(removeMember),
    members: bind(members),
    membersByIds: bind(membersByIds),
    createTeam: bind(createTeam),
    updateTeam: bind(updateTeam),
    addTeamMember: bind(addTeamMember),
    removeTeamMember: bind(removeTeamMember),
    teams: bind(teams),
    teamsOfMembers: bind(teamsOfMembers),
    createApiKey: bind(createApiKey),
    revokeApiKey: bind(revokeApiKey),
    apiKeys: bind(apiKeys),
    apiKeyName: bind(apiKeyName),
    requestPublish: bind(requestPublish),
    decidePublishRequest: bind(decidePublishRequest),
    withdrawPublishRequest: bind(withdrawPublishRequest),
    publishRequests: bind(publishRequests),
    publishRequestsByIds: bind(publishRequestsByIds),
    checksOf: bind(checksOf),
    decisionsOf: bind(decisionsOf),
    timelineOf: bind(timelineOf),
    auditEntries: bind(auditEntries),
  };
}
export type Governance = ReturnType<typeof createGovernance>;
