import { roleName } from '@guildhall/platform/database/roles.ts';
import { standardTables, tenantTable } from '@guildhall/platform/database/tables.ts';
import { Migration } from '@mikro-orm/migrations';

export class Migration20261124000000_catalog extends Migration {
  override up(): void {
    const statements = [
      `create table catalog.app (
        org_id text not null,
        id text not null unique,
        registered_by text not null,
        registered_at timestamptz not null,
        latest_version int not null,
        published_version int,
        audience_kind text check (audience_kind in ('team', 'organization', 'public')),
        audience_team text,
        publication int not null,
        primary key (org_id, id)
      )`,
      ...tenantTable('catalog', 'app', { request: 'select, insert, update', worker: 'select, update' }),

      `create table catalog.app_version (
        org_id text not null,
        app_id text not null,
        number int not null,
        digest text not null,
        manifest jsonb not null,
        created_by text not null,
        created_at timestamptz not null,
        primary key (org_id, app_id, number),
        foreign key (org_id, app_id) references catalog.app (org_id, id)
      )`,
      ...tenantTable('catalog', 'app_version', { request: 'select, insert', worker: 'select' }),

      `create table catalog.install (
        org_id text not null,
        id text not null unique,
        app_id text not null,
        installed_by text not null,
        installed_at timestamptz not null,
        uninstalled_at timestamptz,
        primary key (org_id, id)
      )`,
      `create unique index install_open on catalog.install (org_id, app_id) where uninstalled_at is null`,
      ...tenantTable('catalog', 'install', { request: 'select, insert, update', worker: 'select' }),

      // What one tenant may know of another's apps: keyed by who may see it, '*' being everybody.
      `create table catalog.listing (
        audience text not null,
        app_id text not null unique,
        org_id text not null,
        team text,
        number int not null,
        digest text not null,
        manifest jsonb not null,
        created_by text not null,
        created_at timestamptz not null,
        published_at timestamptz not null,
        primary key (audience, app_id)
      )`,
      `alter table catalog.listing enable row level security`,
      `alter table catalog.listing force row level security`,
      `create policy listing_request on catalog.listing for select to ${roleName('catalog', 'request')}
        using (audience in ('*', nullif(current_setting('app.org', true), '')))`,
      `create policy listing_worker on catalog.listing to ${roleName('catalog', 'worker')} using (true) with check (true)`,
      `create policy listing_stream on catalog.listing for select to ${roleName('catalog', 'stream')} using (true)`,
      `grant select on catalog.listing to ${roleName('catalog', 'request')}, ${roleName('catalog', 'stream')}`,
      `grant select, insert, update, delete on catalog.listing to ${roleName('catalog', 'worker')}`,

      ...standardTables('catalog'),
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
