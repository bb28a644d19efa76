import { roleName } from '@guildhall/platform/database/roles.ts';
import { definerFunction, definerReads, standardTables, tenantTable } from '@guildhall/platform/database/tables.ts';
import { Migration } from '@mikro-orm/migrations';

const [request, worker, recorder] = (['request', 'worker', 'recorder'] as const).map((role) => roleName('usage', role));

/** The payload key of a unit. No subquery, so that the function is inlined where it is used. */
const KEY = `(case unit when 'token' then 'tokens' when 'compute_unit' then 'compute_units' else unit end)`;

/** To Postgres NaN is a number, and greater than every other. */
const QUANTITY = `check (quantity >= 0 and quantity <> 'NaN')`;

export class Migration20261124000000_usage extends Migration {
  override up(): void {
    const statements = [
      // The one meaning of "quantity of a unit in an event": the bucket's increment, closing and reconciliation all ask it. What is no
      // quantity counts nothing, so that a row altered by hand shows as a difference and stops no close.
      `create function usage.meter_quantity(unit text, action text, payload jsonb) returns numeric language sql immutable parallel safe
        return case
          when unit = 'invocation' then case when action = 'invoke' then 1 else 0 end
          when payload ->> ${KEY} ~ '^\\d{1,26}(\\.\\d{1,12})?$' then (payload ->> ${KEY})::numeric
          else 0
        end`,

      `create table usage.usage_event (
        org_id text not null,
        app_id text not null,
        event_id text not null,
        occurred_at timestamptz not null,
        received_at timestamptz not null,
        actor_id text not null,
        action text not null,
        payload jsonb not null,
        key_id text not null,
        content_hash bytea not null,
        units text[] not null,
        primary key (org_id, app_id, event_id)
      )`,
      `create index usage_event_occurred_at on usage.usage_event (occurred_at)`,
      ...tenantTable('usage', 'usage_event', { request: 'select', worker: 'select', recorder: 'select, insert' }),

      `create table usage.usage_hour (
        org_id text not null,
        app_id text not null,
        unit text not null,
        hour timestamptz not null,
        quantity numeric(38,12) not null ${QUANTITY},
        primary key (org_id, app_id, unit, hour)
      )`,
      `create index usage_hour_hour on usage.usage_hour (hour)`,
      ...tenantTable('usage', 'usage_hour', { request: 'select', worker: 'select', recorder: 'select, insert, update (quantity)' }),

      `create table usage.usage_day (
        org_id text not null,
        app_id text not null,
        day date not null,
        unit text not null,
        version int not null,
        quantity numeric(38,12) not null ${QUANTITY},
        primary key (org_id, app_id, day, unit, version)
      )`,
      `create index usage_day_order on usage.usage_day (day, org_id, app_id, unit, version)`,
      ...tenantTable('usage', 'usage_day', { request: 'select', worker: 'select, insert' }),

      // No tenant's: a day is closed for all at once. A close that began and is not done, was overtaken by usage, or was not handed to
      // billing is run again.
      `create table usage.day_close (
        day date primary key,
        begun int not null,
        done int not null,
        handed int not null,
        late boolean not null,
        closed_at timestamptz
      )`,
      `grant select on usage.day_close to ${request}`,
      `grant select, update (late) on usage.day_close to ${recorder}`,
      `grant select, insert, update on usage.day_close to ${worker}`,

      `create table usage.app_day (
        org_id text not null,
        app_id text not null,
        day date not null,
        unit text not null,
        quantity numeric(38,12) not null ${QUANTITY},
        primary key (org_id, app_id, day, unit)
      )`,
      `create index app_day_day on usage.app_day (day)`,
      ...tenantTable('usage', 'app_day', { request: 'select', worker: 'select, insert, update (quantity)' }),

      `create table usage.app_copy (
        org_id text not null,
        app_id text not null unique,
        units text[] not null,
        publication int not null,
        published boolean not null,
        primary key (org_id, app_id)
      )`,
      ...tenantTable('usage', 'app_copy', { request: 'select', worker: 'select, insert, update', recorder: 'select' }),

      `create table usage.install_copy (
        org_id text not null,
        app_id text not null,
        install_id text not null,
        installed_at timestamptz not null,
        uninstalled_at timestamptz,
        primary key (org_id, app_id, install_id)
      )`,
      ...tenantTable('usage', 'install_copy', { worker: 'select, insert, update (uninstalled_at)', recorder: 'select' }),

      // No tenant's: when the two copies above were last known to hold all that their source had told.
      `create table usage.copy_mark (source text primary key, current_at timestamptz not null)`,
      `grant select on usage.copy_mark to ${recorder}`,
      `grant select, insert, update on usage.copy_mark to ${worker}`,

      // The request role writes a secret and never reads one.
      `create table usage.signing_key (
        org_id text not null,
        app_id text not null,
        id text not null unique,
        secret bytea not null,
        created_by text not null,
        created_at timestamptz not null,
        revoked_at timestamptz,
        primary key (org_id, app_id, id)
      )`,
      ...tenantTable('usage', 'signing_key', {
        request: 'select (org_id, app_id, id, created_by, created_at, revoked_at), insert, update (revoked_at)',
      }),
      ...definerReads('usage', 'signing_key'),
      ...definerFunction(
        'usage',
        'signing_secrets(ids text[])',
        'table (org_id text, app_id text, id text, secret bytea)',
        'select org_id, app_id, id, secret from usage.signing_key where id = any(ids) and revoked_at is null',
        ['lookup'],
      ),

      ...standardTables('usage'),
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
