import { roleName } from '@guildhall/platform/database/roles.ts';
import { tenantTable } from '@guildhall/platform/database/tables.ts';
import { Migration } from '@mikro-orm/migrations';

const [request, worker] = [roleName('billing', 'request'), roleName('billing', 'worker')];

/** Nobody owes without having agreed: price versions have audiences and are announced, installs are bound, lines that nobody can owe are held. */
export class Migration20261126140000_consent extends Migration {
  override up(): void {
    for (const sql of [...audiences, ...accounts, ...installs, ...days, ...held, ...revenue, ...retold]) this.addSql(sql);
  }
}

const audiences = [
  `alter table billing.price_version
     add column audiences text[] not null default '{}', add column announced_at timestamptz, add column binds_from date`,
  `alter table billing.price_version alter column audiences drop default`,
  // Whom each publication was for is known by what the next one found, and of the last one by what is listed.
  `update billing.price_version v
      set audiences = case when exists (
            select from billing.price_publication p
              left join lateral (
                select n.audience_before from billing.price_publication n
                 where n.app_id = p.app_id and n.position > p.position and n.price_version_id is not null
                 order by n.position limit 1) next on true
             where p.price_version_id = v.id and p.status = 'in_force'
               and coalesce(next.audience_before ->> 'kind',
                     (select case l.audience when '*' then 'public' end from billing.price_listing l
                       where l.app_id = p.app_id and next.audience_before is null limit 1)) = 'public')
          then '{OWN,PUBLIC}'::text[] else '{OWN}'::text[] end,
          announced_at = case when effective_from > (now() at time zone 'UTC')::date then now() else made_at end,
          binds_from = case when effective_from > (now() at time zone 'UTC')::date
            then (select month::date from generate_series(date_trunc('month', now() at time zone 'UTC'), (now() at time zone 'UTC') + interval '62 days', '1 month') month
                   where month >= (now() at time zone 'UTC') + interval '30 days' order by month limit 1)
            else effective_from end`,
  `drop table billing.price_listing`,
  // What everybody may know of a price that was approved for everybody; where it came from is the publisher's and the platform's.
  `revoke select on billing.price_version from ${request}`,
  `grant select (org_id, id, app_id, number, pricing, audiences, announced_at, binds_from, status) on billing.price_version to ${request}`,
  `create policy price_version_public on billing.price_version for select to ${request} using ('PUBLIC' = any (audiences))`,
  `grant update (announced_at, binds_from) on billing.price_version to ${worker}`,
];

const accounts = [
  `alter table billing.account add column currency_since timestamptz`,
  `update billing.account set currency_since = opened_at`,
  `alter table billing.account alter column currency_since set not null`,
  `grant update (currency, currency_since) on billing.account to ${request}`,
  // Whether a currency may still change depends on what was booked or used.
  ...['booked_month', 'usage_day'].flatMap((table) => [
    `grant select on billing.${table} to ${request}`,
    `create policy ${table}_request on billing.${table} for select to ${request} using (org_id = nullif(current_setting('app.org', true), ''))`,
  ]),
];

const installs = [
  `alter table billing.install_copy add column publisher text`,
  `grant select on billing.install_copy to ${request}`,
  `create policy install_copy_request on billing.install_copy for select to ${request} using (org_id = nullif(current_setting('app.org', true), ''))`,
  `grant update (publisher) on billing.install_copy to ${worker}`,

  // The versions that bind an install beyond those that bind by silence.
  `create table billing.install_binding (
    org_id text not null,
    install_id text not null,
    price_version_id text not null references billing.price_version (id),
    binds_from date,
    made_by text not null check (made_by in ('install', 'acceptance', 'upgrade')),
    accepted_by text,
    made_at timestamptz not null,
    primary key (org_id, install_id, price_version_id)
  )`,
  ...tenantTable('billing', 'install_binding', { request: 'select, insert', worker: 'select, insert' }),

  // An install of 0.1.0 is bound, day by day, to the version that was then in force if it was approved for its audience, else to the newest
  // earlier one that was. Versions of 0.1.0 that were in force at the upgrade are those that still bind from the day they took effect.
  `create function billing.bind_as_before(install billing.install_copy) returns void language sql as $body$
     insert into billing.install_binding (org_id, install_id, price_version_id, binds_from, made_by, made_at)
     select install.org_id, install.id, v.id, v.effective_from, 'upgrade', now()
       from billing.price_version v
      where v.app_id = install.app_id and v.status = 'in_force'
        and case when v.org_id = install.org_id then 'OWN' else 'PUBLIC' end = any (v.audiences)
        and v.announced_at is not null and v.binds_from is not distinct from v.effective_from
     on conflict do nothing
   $body$`,
  `revoke execute on function billing.bind_as_before(billing.install_copy) from public`,
  `grant execute on function billing.bind_as_before(billing.install_copy) to ${worker}`,
  `update billing.install_copy i set publisher = (select org_id from billing.price_version v where v.app_id = i.app_id limit 1)`,
  `select billing.bind_as_before(i) from billing.install_copy i`,
];

const days = [
  `alter table billing.usage_day add column within_install boolean`,
  `update billing.usage_day d
      set within_install = quantity > 0 and exists (
            select from billing.install_copy i
             where i.org_id = d.org_id and i.app_id = d.app_id and i.installed_at < (d.day + 1)::timestamp at time zone 'UTC'
               and (i.uninstalled_at is null or i.uninstalled_at > d.day::timestamp at time zone 'UTC'))`,
  `alter table billing.usage_day alter column within_install set not null`,
  // Months that were booked under the rules of 0.1.0 are compared with their own lines and never rated again.
  `alter table billing.booked_month add column rules int not null default 1`,
  `alter table billing.booked_month alter column rules set default 2`,
  `alter table billing.booked_month drop constraint booked_month_outcome_check`,
  `alter table billing.booked_month add constraint booked_month_outcome_check check (outcome in ('invoiced', 'showback', 'held'))`,
];

const held = [
  // Lines that are not billed: of an open month as its days stand, of a booked month for good.
  `create table billing.held_line (
    org_id text not null,
    month text not null,
    position int not null,
    code text not null check (code in ('AMOUNT_TOO_LARGE', 'APP_ON_HOLD')),
    kind text not null check (kind in ('fee', 'usage')),
    app_id text not null,
    publisher text not null,
    unit text not null,
    price_version jsonb not null,
    quantity numeric not null,
    included numeric not null,
    unit_price numeric not null,
    charged numeric not null,
    currency text not null,
    booked boolean not null,
    primary key (org_id, month, position)
  )`,
  `create index held_line_publisher on billing.held_line (publisher, month)`,
  ...tenantTable('billing', 'held_line', { request: 'select', worker: 'select, insert, delete' }),
  `create policy held_line_publisher on billing.held_line for select to ${request} using (publisher = nullif(current_setting('app.org', true), ''))`,
  `create policy held_line_booked_stays on billing.held_line as restrictive for delete to ${worker} using (not booked)`,
];

const revenue = [
  `alter table billing.app_revenue add column consumer text`,
  `update billing.app_revenue r set consumer = (select l.org_id from billing.charge_line l where l.id = r.line_id)`,
];

// Listings learn which price version they show, and open installs which one they will have.
const retold = [
  `insert into billing.outbox (id, org_id, type, entity_id, payload, occurred_at)
   select 'evt_upgrade_price_' || v.id, v.org_id, 'billing.price.changed', v.app_id,
          jsonb_build_object('appId', v.app_id, 'priceVersionId', v.id, 'number', v.number, 'listed', true), now()
     from (select distinct on (p.app_id) v.* from billing.price_publication p join billing.price_version v on v.id = p.price_version_id
            where p.status = 'in_force' order by p.app_id, p.position desc) v`,
  `insert into billing.outbox (id, org_id, type, entity_id, payload, occurred_at)
   select 'evt_upgrade_announced_' || id, org_id, 'billing.price.announced', app_id,
          jsonb_build_object('appId', app_id, 'priceVersionId', id, 'number', number, 'audiences', to_jsonb(audiences), 'bindsFrom', binds_from), announced_at
     from billing.price_version
    where status = 'in_force' and effective_from > (now() at time zone 'UTC')::date`,
];
