import { roleName } from '@guildhall/platform/database/roles.ts';
import { Migration } from '@mikro-orm/migrations';

/** The version that was listed when an install was told: that of the last publication before it. None once the outbox dropped either. */
const SHOWN = `
  select number from published
   where published.app_id = i.app_id and (published.xid, published.position) < (told.xid, told.position)
   order by published.xid desc, published.position desc limit 1`;

/** Each install keeps what it was shown, a reinstall no longer replaces it, and the team to which alone it was shown is known. */
export class Migration20261127060000_snapshots extends Migration {
  override up(): void {
    const statements = [
      `alter table catalog.app_snapshot add column install_id text, add column team text`,
      `alter table catalog.app_snapshot drop constraint app_snapshot_pkey`,
      `update catalog.app_snapshot s set install_id = (
         select i.id from catalog.install i where i.org_id = s.org_id and i.app_id = s.app_id order by i.installed_at desc limit 1)`,
      `insert into catalog.app_snapshot (org_id, install_id, app_id, publisher, publisher_name, number, digest, manifest, price_version_id,
                                         created_by, created_at)
       with told as materialized (
              select distinct on (payload ->> 'installId') payload ->> 'installId' as install_id, xid, position from catalog.outbox
               where type = 'catalog.install.changed' and payload ->> 'uninstalledAt' is null order by payload ->> 'installId', xid, position),
            published as materialized (
              select entity_id as app_id, xid, position, (payload ->> 'number')::int as number
                from catalog.outbox where type = 'catalog.app.published')
       select i.org_id, i.id, i.app_id, i.publisher, s.publisher_name, v.number, v.digest, v.manifest, i.price_version_id, v.created_by,
              v.created_at
         from catalog.install i
         join catalog.app_snapshot s on s.org_id = i.org_id and s.app_id = i.app_id and s.install_id <> i.id
         left join told on told.install_id = i.id
         left join lateral (${SHOWN}) shown on true
         join catalog.app_version v on v.app_id = i.app_id and v.number = coalesce(shown.number, s.number)`,
      // Nobody noted to whom an app was shown earlier; what is a team's today is taken to have been always.
      `update catalog.app_snapshot s set team = a.audience_team from catalog.app a where a.id = s.app_id and a.org_id = s.org_id`,
      `alter table catalog.app_snapshot alter column install_id set not null, add primary key (org_id, install_id)`,
      `create index app_snapshot_app on catalog.app_snapshot (org_id, app_id)`,
      // Usage learns which apps are a team's, and which are not.
      `insert into catalog.outbox (id, org_id, type, entity_id, payload, occurred_at)
       with told as materialized (
              select distinct on (entity_id) entity_id as app_id, payload from (
                select entity_id, xid, position, payload from catalog.outbox where type = 'catalog.app.published'
                union all select entity_id, xid, position, payload from catalog.latest_event where type = 'catalog.app.published') published
               order by entity_id, xid desc, position desc)
       select 'evt_upgrade_shown_' || a.id, a.org_id, 'catalog.app.published', a.id, told.payload || jsonb_build_object('team', a.audience_team), now()
         from catalog.app a join told on told.app_id = a.id where a.audience_kind is not null`,
      `grant update (team) on catalog.app_snapshot to ${roleName('catalog', 'worker')}`,
      `revoke update on catalog.app_snapshot from ${roleName('catalog', 'request')}`,
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
