import { bind } from '@guildhall/platform/bind.ts';
import { holds } from '@guildhall/platform/database/store.ts';
import { apiKeyName, apiKeys, createApiKey, revokeApiKey } from './operations/api-keys.ts';
import { decidePublishRequest, withdrawPublishRequest } from './operations/decide-publish-request.ts';
import type { GovernanceDeps, PublishingDeps } from './operations/deps.ts';
import { identify } from './operations/identify.ts';
import { invitations, joinOrganization, leaveOrganization, ownInvitations } from './operations/invitations.ts';
import { createOrganization, organization, updateOrganization } from './operations/organizations.ts';
import { addMember, changeRoles, createPerson, members, peopleByIds, removeMember, updatePerson } from './operations/people.ts';
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
export type { Invitation, Member, Organization, Person, Team } from './domain/organization.ts';
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
export { auditSettlement, auditSettlements } from './store/settlement-audit.ts';
export { keepVersions } from './store/version-store.ts';

/** The operations of the publish process, for its activities and the relay, over a store under the *worker* role. */
export function createPublishing(deps: PublishingDeps) {
  return {
    reviewedRequest: bind(deps, reviewedRequest),
    runChecks: bind(deps, runChecks),
    applyDecision: bind(deps, applyDecision),
    remindApprovers: bind(deps, remindApprovers),
    expireRequest: bind(deps, expireRequest),
    beginPublishing: bind(deps, beginPublishing),
    completePublishing: bind(deps, completePublishing),
    failRequest: bind(deps, failRequest),
    settleAbandoned: bind(deps, settleAbandoned),
    holds: bind(deps, holds),
  };
}
export type Publishing = ReturnType<typeof createPublishing>;

/** Every operation that people call, for resolvers and the gateway's questions; each is described where it is defined. */
export function createGovernance(deps: GovernanceDeps) {
  return {
    identify: bind(deps, identify),
    organization: bind(deps, organization),
    createOrganization: bind(deps, createOrganization),
    updateOrganization: bind(deps, updateOrganization),
    createPerson: bind(deps, createPerson),
    updatePerson: bind(deps, updatePerson),
    addMember: bind(deps, addMember),
    changeRoles: bind(deps, changeRoles),
    removeMember: bind(deps, removeMember),
    members: bind(deps, members),
    peopleByIds: bind(deps, peopleByIds),
    joinOrganization: bind(deps, joinOrganization),
    leaveOrganization: bind(deps, leaveOrganization),
    invitations: bind(deps, invitations),
    ownInvitations: bind(deps, ownInvitations),
    createTeam: bind(deps, createTeam),
    updateTeam: bind(deps, updateTeam),
    addTeamMember: bind(deps, addTeamMember),
    removeTeamMember: bind(deps, removeTeamMember),
    teams: bind(deps, teams),
    teamsOfMembers: bind(deps, teamsOfMembers),
    createApiKey: bind(deps, createApiKey),
    revokeApiKey: bind(deps, revokeApiKey),
    apiKeys: bind(deps, apiKeys),
    apiKeyName: bind(deps, apiKeyName),
    requestPublish: bind(deps, requestPublish),
    decidePublishRequest: bind(deps, decidePublishRequest),
    withdrawPublishRequest: bind(deps, withdrawPublishRequest),
    publishRequests: bind(deps, publishRequests),
    publishRequestsByIds: bind(deps, publishRequestsByIds),
    checksOf: bind(deps, checksOf),
    decisionsOf: bind(deps, decisionsOf),
    timelineOf: bind(deps, timelineOf),
    auditEntries: bind(deps, auditEntries),
  };
}
export type Governance = ReturnType<typeof createGovernance>;
