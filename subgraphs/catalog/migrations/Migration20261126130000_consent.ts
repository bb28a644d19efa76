import { roleName } from '@guildhall/platform/database/roles.ts';
import { tenantTable } from '@guildhall/platform/database/tables.ts';
import { Migration } from '@mikro-orm/migrations';

const [request, worker] = [roleName('catalog', 'request'), roleName('catalog', 'worker')];

/** A listing names its price, an install keeps what it was shown, and the catalog knows whether an organisation agreed to pay. */
export class Migration20261126130000_consent extends Migration {
  override up(): void {
    const statements = [
      // Null for what 0.1.0 listed until billing tells its price, and for what it installed.
      `alter table catalog.listing add column price_version_id text, add column publisher_name text`,
      `alter table catalog.install add column price_version_id text, add column publisher text`,
      `update catalog.install i set publisher = (select a.org_id from catalog.app a where a.id = i.app_id)`,
      `alter table catalog.install alter column publisher set not null`,
      // A publisher takes its own apps off show.
      `create policy listing_own_delete on catalog.listing for delete to ${request} using (org_id = nullif(current_setting('app.org', true), ''))`,
      `create policy listing_own_select on catalog.listing for select to ${request} using (org_id = nullif(current_setting('app.org', true), ''))`,
      `grant delete on catalog.listing to ${request}`,
      // The request that is publishing the app at the moment.
      `alter table catalog.app add column publishing text`,

      `create table catalog.account_copy (org_id text primary key, currency text not null)`,
      ...tenantTable('catalog', 'account_copy', { request: 'select', worker: 'select, insert, update' }),

      // The platform's alone: what a tenant may know of another's name stands in listings and snapshots.
      `create table catalog.organization_copy (id text primary key, name text not null, told_at timestamptz not null)`,
      `grant select, insert, update on catalog.organization_copy to ${worker}`,

      // What a payer was shown when it installed an app, in its own tenant: it stays whatever becomes of the listing.
      `create table catalog.app_snapshot (
        org_id text not null,
        app_id text not null,
        publisher text not null,
        publisher_name text,
        number int not null,
        digest text not null,
        manifest jsonb not null,
        price_version_id text,
        created_by text not null,
        created_at timestamptz not null,
        primary key (org_id, app_id)
      )`,
      ...tenantTable('catalog', 'app_snapshot', { request: 'select, insert, update', worker: 'select, update (publisher_name)' }),
      // The version that was on show when the organisation installed the app last is that of the last publication told before the install.
      `insert into catalog.app_snapshot (org_id, app_id, publisher, number, digest, manifest, created_by, created_at)
       select distinct on (i.org_id, i.app_id) i.org_id, i.app_id, v.org_id, v.number, v.digest, v.manifest, v.created_by, v.created_at
         from catalog.install i
         join catalog.app a on a.id = i.app_id
         left join lateral (
           select (shown.payload ->> 'number')::int as number
             from catalog.outbox told join catalog.outbox shown on (shown.xid, shown.position) < (told.xid, told.position)
            where told.type = 'catalog.install.changed' and told.payload ->> 'installId' = i.id
              and shown.type = 'catalog.app.published' and shown.entity_id = i.app_id
            order by told.xid, told.position, shown.xid desc, shown.position desc limit 1) shown on true
         join catalog.app_version v on v.app_id = a.id and v.number = coalesce(shown.number, a.published_version, a.latest_version)
        order by i.org_id, i.app_id, i.installed_at desc`,
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
