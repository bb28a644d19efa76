import type { Role } from '@guildhall/platform/identity/actor.ts';
import { defineEntity, p } from '@mikro-orm/postgresql';
import type { CheckName, FindingCode } from '../domain/checks.ts';
import type { DecisionOutcome, PublishRequestStatus, Verdict } from '../domain/publish-request.ts';

const table = <const Name extends string>(name: Name, tableName: string) => ({ name, tableName, schema: 'governance' });

export const OrganizationEntity = defineEntity({
  ...table('Organization', 'organization'),
  properties: { orgId: p.text().primary(), name: p.text(), createdBy: p.text(), createdAt: p.datetime() },
});

export const PrincipalEntity = defineEntity({
  ...table('Principal', 'principal'),
  properties: {
    orgId: p.text().primary(),
    id: p.text().primary(),
    displayName: p.text(),
    createdBy: p.text(),
    createdAt: p.datetime(),
  },
});

export const MembershipEntity = defineEntity({
  ...table('Membership', 'membership'),
  properties: {
    orgId: p.text().primary(),
    principalId: p.text().primary(),
    roles: p.array<Role>(),
    addedBy: p.text(),
    addedAt: p.datetime(),
  },
});

export const InvitationEntity = defineEntity({
  ...table('Invitation', 'invitation'),
  properties: {
    orgId: p.text().primary(),
    principalId: p.text().primary(),
    roles: p.array<Role>(),
    invitedBy: p.text(),
    invitedAt: p.datetime(),
  },
});

export const TeamEntity = defineEntity({
  ...table('Team', 'team'),
  properties: { orgId: p.text().primary(), id: p.text().primary(), name: p.text(), createdAt: p.datetime() },
});

export const TeamMemberEntity = defineEntity({
  ...table('TeamMember', 'team_member'),
  properties: { orgId: p.text().primary(), teamId: p.text().primary(), principalId: p.text().primary() },
});

export const ApiKeyEntity = defineEntity({
  ...table('ApiKey', 'api_key'),
  properties: {
    orgId: p.text().primary(),
    id: p.text().primary(),
    name: p.text(),
    roles: p.array<Role>(),
    // No login role may read it; it is compared inside the lookup function.
    hash: p.text().lazy(),
    createdBy: p.text(),
    createdAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
  },
});

export const AppVersionCopyEntity = defineEntity({
  ...table('AppVersionCopy', 'app_version_copy'),
  properties: {
    orgId: p.text().primary(),
    appId: p.text().primary(),
    number: p.integer().primary(),
    digest: p.text(),
    title: p.text(),
    ownerId: p.text(),
    registeredBy: p.text(),
    createdBy: p.text(),
    canExport: p.boolean(),
  },
});

export const PublishRequestEntity = defineEntity({
  ...table('PublishRequest', 'publish_request'),
  properties: {
    orgId: p.text().primary(),
    id: p.text().primary(),
    appId: p.text(),
    number: p.integer(),
    digest: p.text(),
    audienceKind: p.text().$type<'team' | 'organization' | 'public'>(),
    audienceTeam: p.text().nullable(),
    requestedBy: p.text(),
    requestedAt: p.datetime(),
    status: p.text().$type<PublishRequestStatus>(),
    reason: p.text().nullable(),
    closedAt: p.datetime().nullable(),
  },
});

export const CheckRunEntity = defineEntity({
  ...table('CheckRun', 'check_run'),
  properties: {
    orgId: p.text().primary(),
    publishRequestId: p.text().primary(),
    name: p.text().$type<CheckName>().primary(),
    passed: p.boolean(),
    ranAt: p.datetime(),
  },
});

export const FindingEntity = defineEntity({
  ...table('Finding', 'finding'),
  properties: {
    orgId: p.text().primary(),
    publishRequestId: p.text().primary(),
    checkName: p.text().$type<CheckName>().primary(),
    code: p.text().$type<FindingCode>().primary(),
    message: p.text(),
    field: p.array<string>(),
  },
});

export const DecisionEntity = defineEntity({
  ...table('Decision', 'decision'),
  properties: {
    orgId: p.text().primary(),
    id: p.text().primary(),
    publishRequestId: p.text(),
    principal: p.text(),
    verdict: p.text().$type<Verdict>(),
    reason: p.text().nullable(),
    digest: p.text(),
    madeAt: p.datetime(),
    outcome: p.text().$type<DecisionOutcome>(),
    why: p.text().nullable(),
  },
});

export const TimelineEntryEntity = defineEntity({
  ...table('TimelineEntry', 'timeline_entry'),
  properties: {
    orgId: p.text().primary(),
    publishRequestId: p.text().primary(),
    // Names what happened once, so a repeated step writes nothing more.
    key: p.text().primary(),
    position: p.bigint('string').generated('identity'),
    event: p.text(),
    text: p.text(),
    actor: p.text(),
    at: p.datetime(),
  },
});

export const AuditEntryEntity = defineEntity({
  ...table('AuditEntry', 'audit_entry'),
  properties: {
    orgId: p.text().primary(),
    id: p.text().primary(),
    action: p.text(),
    actor: p.text(),
    target: p.text(),
    detail: p.text(),
    at: p.datetime(),
  },
});

export const entities = [
  OrganizationEntity,
  PrincipalEntity,
  MembershipEntity,
  InvitationEntity,
  TeamEntity,
  TeamMemberEntity,
  ApiKeyEntity,
  AppVersionCopyEntity,
  PublishRequestEntity,
  CheckRunEntity,
  FindingEntity,
  DecisionEntity,
  TimelineEntryEntity,
  AuditEntryEntity,
] as const;
