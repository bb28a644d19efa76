import {
  createStore as createPlatformStore,
  type Store as PlatformStore,
  type Tx as PlatformTx,
} from '@guildhall/platform/database/store.ts';
import type { Database } from '@guildhall/platform/database/database.ts';
import { apiKeyStore, type ApiKeyStore } from './api-key-store.ts';
import { decisionStore, type DecisionStore } from './decision-store.ts';
import { invitationStore, type InvitationStore } from './invitation-store.ts';
import {
  memberStore,
  organizationStore,
  personStore,
  type MemberStore,
  type OrganizationStore,
  type PersonStore,
} from './organization-store.ts';
import { requestStore, type RequestStore } from './request-store.ts';
import { teamStore, type TeamStore } from './team-store.ts';
import { auditStore, timelineStore, type AuditStore, type TimelineStore } from './trail-store.ts';
import { versionStore, type VersionStore } from './version-store.ts';

type Parts = {
  readonly organizations: OrganizationStore;
  readonly people: PersonStore;
  readonly members: MemberStore;
  readonly invitations: InvitationStore;
  readonly teams: TeamStore;
  readonly keys: ApiKeyStore;
  readonly versions: VersionStore;
  readonly requests: RequestStore;
  readonly decisions: DecisionStore;
  readonly timeline: TimelineStore;
  readonly audit: AuditStore;
};
export type Store = PlatformStore<Parts>;
export type Tx = PlatformTx<Parts>;

export const createStore = (database: Database): Store =>
  createPlatformStore(database, 'governance', (em) => ({
    organizations: organizationStore(em),
    people: personStore(em),
    members: memberStore(em),
    invitations: invitationStore(em),
    teams: teamStore(em),
    keys: apiKeyStore(em),
    versions: versionStore(em),
    requests: requestStore(em),
    decisions: decisionStore(em),
    timeline: timelineStore(em),
    audit: auditStore(em),
  }));
