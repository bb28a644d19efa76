import { roleName } from '@guildhall/platform/database/roles.ts';
import { Migration } from '@mikro-orm/migrations';

const [request, worker] = [roleName('billing', 'request'), roleName('billing', 'worker')];
const OWN = `nullif(current_setting('app.org', true), '')`;

/** A publisher sees who uses its apps, under the names that governance tells, and how much. */
export class Migration20261127010000_consumers extends Migration {
  override up(): void {
    const statements = [
      `create policy usage_day_publisher on billing.usage_day for select to ${request} using (publisher = ${OWN})`,
      `create index usage_day_publisher on billing.usage_day (publisher, app_id, day)`,
      `create table billing.organization_copy (id text primary key, name text not null, told_at timestamptz not null)`,
      `grant select, insert, update on billing.organization_copy to ${worker}`,
      // The names of the organisations that use, or paid for, the caller's apps, and no other.
      `alter table billing.organization_copy enable row level security`,
      `alter table billing.organization_copy force row level security`,
      `create policy organization_copy_worker on billing.organization_copy to ${worker} using (true) with check (true)`,
      `grant select on billing.organization_copy to ${request}`,
      `create policy organization_copy_publisher on billing.organization_copy for select to ${request}
        using (exists (select from billing.usage_day d where d.publisher = ${OWN} and d.org_id = id)
            or exists (select from billing.app_revenue r where r.org_id = ${OWN} and r.consumer = id))`,
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
