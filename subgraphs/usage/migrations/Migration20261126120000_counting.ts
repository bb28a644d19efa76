import { roleName } from '@guildhall/platform/database/roles.ts';
import { definerFunction, definerReads } from '@guildhall/platform/database/tables.ts';
import { Migration } from '@mikro-orm/migrations';

const WITHIN = (event: string) => `exists (
  select from usage.install_copy i
   where i.org_id = ${event}.org_id and i.app_id = ${event}.app_id
     and i.installed_at <= ${event}.occurred_at and (i.uninstalled_at is null or i.uninstalled_at > ${event}.occurred_at))`;

/** Use counts within an install, and by skew shortly before one, which owes no fee; publishers see the use of days that are still open. */
export class Migration20261126120000_counting extends Migration {
  override up(): void {
    const statements = [
      `alter table usage.usage_event add column within_install boolean`,
      `update usage.usage_event e set within_install = ${WITHIN('e')}`,
      `alter table usage.usage_event alter column within_install set not null`,

      `alter table usage.usage_day add column within_install boolean`,
      `update usage.usage_day d
          set within_install = quantity > 0 and exists (
                select from usage.usage_event e
                 where e.org_id = d.org_id and e.app_id = d.app_id and e.within_install
                   and e.occurred_at >= d.day::timestamp at time zone 'UTC' and e.occurred_at < (d.day + 1)::timestamp at time zone 'UTC'
                   and usage.meter_quantity(d.unit, e.action, e.payload) > 0)`,
      `alter table usage.usage_day alter column within_install set not null`,

      // The buckets of a publisher's own apps, whoever used them; its open days are added up from these.
      `create index usage_hour_app on usage.usage_hour (app_id, hour)`,
      ...definerReads('usage', 'usage_hour'),
      ...definerReads('usage', 'app_copy'),
      ...definerFunction(
        'usage',
        'own_app_hours(apps text[], start timestamptz, beyond timestamptz)',
        'table (app_id text, unit text, hour timestamptz, quantity numeric)',
        `select app_id, unit, hour, sum(quantity) from usage.usage_hour join usage.app_copy as app using (app_id)
          where app_id = any(apps) and app.org_id = nullif(current_setting('app.org', true), '') and hour >= start and hour < beyond
          group by app_id, unit, hour`,
        ['request'],
      ),
      `grant select on usage.copy_mark to ${roleName('usage', 'request')}`,
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
