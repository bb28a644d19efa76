import { definerFunction, definerReads, standardTables, tenantTable } from '@guildhall/platform/database/tables.ts';
import { Migration } from '@mikro-orm/migrations';

export class Migration20261124000000_governance extends Migration {
  override up(): void {
    for (const sql of [...people(), ...keys(), ...publishing(), ...lookups(), ...standardTables('governance')]) this.addSql(sql);
  }
}

const people = () => [
  `create table governance.organization (
    org_id text primary key,
    name text not null,
    created_by text not null,
    created_at timestamptz not null
  )`,
  ...tenantTable('governance', 'organization', { request: 'select, insert, update (name)', worker: 'select, insert' }),

  // Whom an organisation knows, under the name that it gave: one person is known to each for itself.
  `create table governance.principal (
    org_id text not null,
    id text not null,
    display_name text not null,
    created_by text not null,
    created_at timestamptz not null,
    primary key (org_id, id)
  )`,
  ...tenantTable('governance', 'principal', { request: 'select, insert, update (display_name)', worker: 'select, insert' }),

  `create table governance.membership (
    org_id text not null references governance.organization (org_id),
    principal_id text not null,
    roles text[] not null,
    added_by text not null,
    added_at timestamptz not null,
    primary key (org_id, principal_id),
    foreign key (org_id, principal_id) references governance.principal (org_id, id)
  )`,
  `create index membership_principal on governance.membership (principal_id)`,
  ...tenantTable('governance', 'membership', {
    request: 'select, insert, update (roles), delete',
    worker: 'select, insert, update (roles)',
  }),

  // A table of its own, so that nothing that reads memberships takes an invitation for one.
  `create table governance.invitation (
    org_id text not null references governance.organization (org_id),
    principal_id text not null,
    roles text[] not null,
    invited_by text not null,
    invited_at timestamptz not null,
    primary key (org_id, principal_id),
    foreign key (org_id, principal_id) references governance.principal (org_id, id)
  )`,
  `create index invitation_principal on governance.invitation (principal_id)`,
  ...tenantTable('governance', 'invitation', { request: 'select, insert, update (roles, invited_by, invited_at), delete' }),

  `create table governance.team (
    org_id text not null,
    id text not null,
    name text not null,
    created_at timestamptz not null,
    primary key (org_id, id)
  )`,
  ...tenantTable('governance', 'team', { request: 'select, insert, update (name)', worker: 'select' }),

  `create table governance.team_member (
    org_id text not null,
    team_id text not null,
    principal_id text not null,
    primary key (org_id, team_id, principal_id),
    foreign key (org_id, team_id) references governance.team (org_id, id),
    foreign key (org_id, principal_id) references governance.membership (org_id, principal_id)
  )`,
  ...tenantTable('governance', 'team_member', { request: 'select, insert, delete', worker: 'select' }),

  `create table governance.audit_entry (
    org_id text not null,
    id text not null,
    action text not null,
    actor text not null,
    target text not null,
    detail text not null,
    at timestamptz not null,
    primary key (org_id, id)
  )`,
  ...tenantTable('governance', 'audit_entry', { request: 'select, insert', worker: 'insert' }),
];

const KEY_COLUMNS = 'org_id, id, name, roles, created_by, created_at, revoked_at';
const keys = () => [
  // Whoever a key acts for is found by one step to its maker, so its maker is a person.
  `create table governance.api_key (
    org_id text not null,
    id text not null unique,
    name text not null,
    roles text[] not null,
    hash text not null,
    created_by text not null check (created_by not like 'service:%'),
    created_at timestamptz not null,
    revoked_at timestamptz,
    primary key (org_id, id)
  )`,
  ...tenantTable('governance', 'api_key', {
    request: `select (${KEY_COLUMNS}), insert, update (revoked_at)`,
    worker: `select (${KEY_COLUMNS})`,
  }),
];

const publishing = () => [
  `create table governance.app_version_copy (
    org_id text not null,
    app_id text not null,
    number int not null,
    digest text not null,
    title text not null,
    owner_id text not null,
    registered_by text not null,
    created_by text not null,
    can_export boolean not null,
    primary key (org_id, app_id, number)
  )`,
  ...tenantTable('governance', 'app_version_copy', { request: 'select', worker: 'select, insert' }),

  `create table governance.publish_request (
    org_id text not null,
    id text not null unique,
    app_id text not null,
    number int not null,
    digest text not null,
    audience_kind text not null check (audience_kind in ('team', 'organization', 'public')),
    audience_team text,
    requested_by text not null,
    requested_at timestamptz not null,
    status text not null,
    reason text,
    closed_at timestamptz,
    primary key (org_id, id),
    check ((closed_at is null) = (status in ('PENDING_CHECKS', 'AWAITING_APPROVAL', 'PUBLISHING')))
  )`,
  `create unique index publish_request_open on governance.publish_request (org_id, app_id) where closed_at is null`,
  `create index publish_request_app on governance.publish_request (org_id, app_id, id)`,
  // Locking a row needs the right to change some column; request makes rows and leaves changing them to the process.
  ...tenantTable('governance', 'publish_request', {
    request: 'select, insert',
    worker: 'select, update (status, reason, closed_at)',
  }),

  `create table governance.check_run (
    org_id text not null,
    publish_request_id text not null,
    name text not null,
    passed boolean not null,
    ran_at timestamptz not null,
    primary key (org_id, publish_request_id, name),
    foreign key (org_id, publish_request_id) references governance.publish_request (org_id, id)
  )`,
  ...tenantTable('governance', 'check_run', { request: 'select', worker: 'select, insert' }),

  `create table governance.finding (
    org_id text not null,
    publish_request_id text not null,
    check_name text not null,
    code text not null,
    message text not null,
    field text[] not null,
    primary key (org_id, publish_request_id, check_name, code),
    foreign key (org_id, publish_request_id, check_name) references governance.check_run (org_id, publish_request_id, name)
  )`,
  ...tenantTable('governance', 'finding', { request: 'select', worker: 'select, insert' }),

  `create table governance.decision (
    org_id text not null,
    id text not null unique,
    publish_request_id text not null,
    principal text not null,
    verdict text not null check (verdict in ('APPROVE', 'REJECT', 'WITHDRAW')),
    reason text,
    digest text not null,
    made_at timestamptz not null,
    outcome text not null check (outcome in ('PENDING', 'APPLIED', 'TOO_LATE', 'REFUSED')),
    why text,
    primary key (org_id, id),
    foreign key (org_id, publish_request_id) references governance.publish_request (org_id, id)
  )`,
  `create index decision_request on governance.decision (org_id, publish_request_id, id)`,
  `create unique index decision_applied on governance.decision (org_id, publish_request_id) where outcome = 'APPLIED'`,
  ...tenantTable('governance', 'decision', { request: 'select, insert', worker: 'select, update (outcome, why)' }),

  `create table governance.timeline_entry (
    org_id text not null,
    publish_request_id text not null,
    key text not null,
    position bigint generated always as identity,
    event text not null,
    text text not null,
    actor text not null,
    at timestamptz not null,
    primary key (org_id, publish_request_id, key),
    foreign key (org_id, publish_request_id) references governance.publish_request (org_id, id)
  )`,
  `create index timeline_order on governance.timeline_entry (org_id, publish_request_id, position)`,
  ...tenantTable('governance', 'timeline_entry', { request: 'select, insert', worker: 'select, insert' }),
];

/** What the gateway's questions may read, and nothing else: no login role can list people, keys or hashes of every tenant by them. */
const lookups = () => [
  ...['organization', 'membership', 'team_member', 'invitation', 'api_key'].flatMap((table) => definerReads('governance', table)),
  ...definerFunction(
    'governance',
    'memberships_of(p_principal text)',
    'table (org_id text, roles text[], teams text[])',
    `select m.org_id, m.roles,
            array(select t.team_id from governance.team_member t where t.org_id = m.org_id and t.principal_id = m.principal_id order by t.team_id)
       from governance.membership m where m.principal_id = p_principal order by m.org_id`,
    ['lookup'],
  ),
  ...definerFunction(
    'governance',
    'invitations_of(p_principal text)',
    'table (org_id text, organization_name text, roles text[], invited_at timestamptz)',
    `select i.org_id, o.name, i.roles, i.invited_at
       from governance.invitation i join governance.organization o on o.org_id = i.org_id where i.principal_id = p_principal`,
    ['lookup'],
  ),
  ...definerFunction(
    'governance',
    'api_key_of(p_id text, p_hash text)',
    'table (org_id text, roles text[])',
    `select k.org_id, k.roles from governance.api_key k where k.id = p_id and k.hash = p_hash and k.revoked_at is null`,
    ['lookup'],
  ),
  ...definerFunction(
    'governance',
    'organization_exists(p_id text)',
    'boolean',
    `select exists (select 1 from governance.organization o where o.org_id = p_id)`,
    ['lookup'],
  ),
];
