import { roleName } from '@guildhall/platform/database/roles.ts';
import { standardTables, tenantTable } from '@guildhall/platform/database/tables.ts';
import { Migration } from '@mikro-orm/migrations';

const [request, worker] = [roleName('billing', 'request'), roleName('billing', 'worker')];

/** Forced policies for a table that is not a tenant's own: who may see which rows. */
const policies = (table: string, rules: Readonly<Record<string, string>>) => [
  `alter table billing.${table} enable row level security`,
  `alter table billing.${table} force row level security`,
  ...Object.entries(rules).map(([name, rule]) => `create policy ${table}_${name} on billing.${table} ${rule}`),
];

/** To Postgres NaN is beyond infinity, and so at least 0. */
const amount = (column: string) => `check (${column} >= 0 and ${column} < 'Infinity')`;

const line = `
  org_id text not null,
  id text not null unique,
  month text not null,
  position int not null,
  invoice_id text,
  kind text not null check (kind in ('fee', 'usage')),
  app_id text not null,
  publisher text not null,
  unit text not null,
  price_version jsonb,
  quantity numeric not null ${amount('quantity')},
  included numeric not null ${amount('included')},
  unit_price numeric not null ${amount('unit_price')},
  amount_minor bigint not null,
  currency text not null,
  primary key (org_id, id),
  foreign key (org_id, invoice_id) references billing.invoice (org_id, id)`;

export class Migration20261124000000_billing extends Migration {
  override up(): void {
    for (const sql of [...accounts, ...prices, ...copies, ...invoices, ...ledger, ...runs, ...standardTables('billing')]) this.addSql(sql);
  }
}

const accounts = [
  `create table billing.account (
    org_id text primary key,
    kind text not null check (kind in ('external', 'internal')),
    currency text not null,
    opened_by text not null,
    opened_at timestamptz not null
  )`,
  ...tenantTable('billing', 'account', { request: 'select, insert, update (kind)', worker: 'select' }),
];

const prices = [
  `create table billing.price_version (
    org_id text not null,
    id text not null unique,
    app_id text not null,
    number int not null,
    pricing jsonb not null,
    effective_from date,
    version_number int not null,
    digest text not null,
    publish_request_id text not null unique,
    status text not null check (status in ('in_force', 'withdrawn')),
    made_at timestamptz not null,
    primary key (org_id, id),
    unique (app_id, number)
  )`,
  ...tenantTable('billing', 'price_version', { request: 'select', worker: 'select, insert, update (status)' }),

  // What each approved publish request did to an app's price, so that it is done once and can be undone.
  `create table billing.price_publication (
    org_id text not null,
    publish_request_id text not null unique,
    position bigint generated always as identity,
    app_id text not null,
    price_version_id text,
    audience_before jsonb,
    status text not null check (status in ('in_force', 'withdrawn')),
    primary key (org_id, publish_request_id)
  )`,
  ...tenantTable('billing', 'price_publication', { worker: 'select, insert, update (status)' }),

  // What others may know of an app's price: keyed by who may see it, '*' being everybody.
  `create table billing.price_listing (
    audience text not null,
    app_id text not null,
    price_version_id text not null,
    org_id text not null,
    team text,
    number int not null,
    pricing jsonb not null,
    effective_from date,
    primary key (audience, app_id, price_version_id)
  )`,
  `create index price_listing_app on billing.price_listing (app_id)`,
  ...policies('price_listing', {
    request: `for select to ${request} using (audience in ('*', nullif(current_setting('app.org', true), '')))`,
    worker: `to ${worker} using (true) with check (true)`,
  }),
  `grant select on billing.price_listing to ${request}`,
  `grant select, insert, delete on billing.price_listing to ${worker}`,
];

const copies = [
  `create table billing.install_copy (
    org_id text not null,
    id text not null,
    app_id text not null,
    installed_at timestamptz not null,
    uninstalled_at timestamptz,
    primary key (org_id, id)
  )`,
  ...tenantTable('billing', 'install_copy', { worker: 'select, insert, update (uninstalled_at)' }),

  `create table billing.usage_day (
    org_id text not null,
    app_id text not null,
    publisher text not null,
    day date not null,
    unit text not null,
    version int not null,
    quantity numeric(38, 12) not null ${amount('quantity')},
    waiting boolean not null,
    received_at timestamptz not null,
    primary key (org_id, app_id, day, unit, version)
  )`,
  `create index usage_day_day on billing.usage_day (day, org_id)`,
  ...tenantTable('billing', 'usage_day', { worker: 'select, insert' }),
];

const invoices = [
  `create table billing.invoice (
    org_id text not null,
    id text not null unique,
    month text not null,
    number text unique,
    status text not null check (status in ('draft', 'posted', 'final')),
    currency text not null,
    total_minor bigint not null,
    drafted_at timestamptz not null,
    posted_at timestamptz,
    finalized_at timestamptz,
    primary key (org_id, id),
    unique (org_id, month),
    check ((status = 'draft') = (number is null))
  )`,
  ...tenantTable('billing', 'invoice', {
    request: 'select',
    worker: 'select, insert, delete, update (number, status, total_minor, posted_at, finalized_at)',
  }),
  // A draft may go again; what is posted stays.
  `create policy invoice_draft_goes on billing.invoice as restrictive for delete to ${worker} using (status = 'draft')`,
  `create policy invoice_final_stays on billing.invoice as restrictive for update to ${worker} using (status <> 'final') with check (true)`,
  // A policy cannot hold a row against the one before it. Like the policies this binds the login roles, and no superuser.
  `create function billing.invoice_posted_stays() returns trigger language plpgsql as $body$
    begin
      if new.status <> 'final' or new.finalized_at is null
        or to_jsonb(new) - '{status,finalized_at}'::text[] <> to_jsonb(old) - '{status,finalized_at}'::text[]
      then
        raise exception 'invoice % is posted: it can only become final', old.number using errcode = 'check_violation';
      end if;
      return new;
    end $body$`,
  `create trigger invoice_posted_stays before update on billing.invoice for each row
     when (old.status = 'posted' and row_security_active('billing.invoice')) execute function billing.invoice_posted_stays()`,

  `create table billing.charge_line (${line})`,
  `create unique index charge_line_place on billing.charge_line (org_id, month, position)`,
  ...tenantTable('billing', 'charge_line', { request: 'select', worker: 'select, insert' }),

  `create table billing.draft_line (${line})`,
  `create unique index draft_line_place on billing.draft_line (org_id, month, position)`,
  ...tenantTable('billing', 'draft_line', { request: 'select', worker: 'select, insert, delete' }),

  // A month of an organisation that is booked, by invoice, showback or both: later versions of its days wait as corrections.
  `create table billing.booked_month (
    org_id text not null,
    month text not null,
    outcome text not null check (outcome in ('invoiced', 'showback')),
    invoice_id text,
    posted_at timestamptz not null,
    finalized_at timestamptz,
    primary key (org_id, month)
  )`,
  ...tenantTable('billing', 'booked_month', { worker: 'select, insert, update (finalized_at)' }),

  // The platform is the one issuer. The row of a series is locked until its invoice is committed, so numbers have no gaps.
  `create table billing.number_series (series int primary key, taken int not null)`,
  `grant select, insert, update on billing.number_series to ${worker}`,
];

const ledger = [
  `create table billing.ledger_transaction (
    org_id text not null,
    id text not null unique,
    month text not null,
    invoice_id text,
    posted_at timestamptz not null,
    primary key (org_id, id)
  )`,
  `create unique index ledger_transaction_once on billing.ledger_transaction (org_id, month, coalesce(invoice_id, ''))`,
  ...tenantTable('billing', 'ledger_transaction', { request: 'select', worker: 'select, insert' }),

  `create table billing.ledger_entry (
    org_id text not null,
    id text not null unique,
    transaction_id text not null,
    account text not null,
    amount_minor bigint not null,
    currency text not null,
    month text not null,
    invoice_id text,
    posted_at timestamptz not null,
    primary key (org_id, id),
    foreign key (org_id, transaction_id) references billing.ledger_transaction (org_id, id)
  )`,
  `create index ledger_entry_month on billing.ledger_entry (org_id, month)`,
  `create index ledger_entry_transaction on billing.ledger_entry (org_id, transaction_id)`,
  ...tenantTable('billing', 'ledger_entry', { request: 'select', worker: 'select, insert' }),
  // No role may update or delete an entry, so what is inserted is all that a transaction can get wrong.
  `create function billing.ledger_balances() returns trigger language plpgsql as $body$
    begin
      if exists (
        select 1 from billing.ledger_entry
         where org_id = new.org_id and transaction_id = new.transaction_id
         group by currency having sum(amount_minor) <> 0
      ) then
        raise exception 'ledger transaction % does not sum to zero', new.transaction_id using errcode = 'check_violation';
      end if;
      return null;
    end $body$`,
  `create constraint trigger ledger_balances after insert on billing.ledger_entry
     deferrable initially deferred for each row execute function billing.ledger_balances()`,

  // A publisher's own: what each invoiced line brought in, without who owes it.
  `create table billing.app_revenue (
    org_id text not null,
    line_id text not null,
    app_id text not null,
    month text not null,
    currency text not null,
    amount_minor bigint not null,
    primary key (org_id, line_id)
  )`,
  `create index app_revenue_app on billing.app_revenue (org_id, app_id, month)`,
  ...tenantTable('billing', 'app_revenue', { request: 'select', worker: 'select, insert' }),
];

const runs = [
  `create table billing.billing_run (
    month text primary key,
    accounts int not null,
    invoices int not null,
    failed int not null,
    finished_at timestamptz not null
  )`,
  `grant select, insert, update on billing.billing_run to ${worker}`,

  `create table billing.reconciliation_report (
    id text primary key,
    week text not null,
    version int not null,
    digest text not null,
    created_at timestamptz not null,
    unique (week, version)
  )`,
  ...policies('reconciliation_report', {
    request: `for select to ${request} using (true)`,
    worker: `to ${worker} using (true) with check (true)`,
  }),
  `grant select on billing.reconciliation_report to ${request}`,
  `grant select, insert on billing.reconciliation_report to ${worker}`,

  `create table billing.reconciliation_difference (
    org_id text not null,
    report_id text not null references billing.reconciliation_report (id),
    position int not null,
    kind text not null,
    app_id text,
    unit text,
    day date,
    month text,
    invoice_id text,
    ledger_account text,
    left_name text not null,
    left_value text not null,
    right_name text not null,
    right_value text not null,
    primary key (org_id, report_id, position)
  )`,
  `create index reconciliation_difference_report on billing.reconciliation_difference (report_id, position)`,
  // The platform's own organisation sees every difference; its operation asks for the roles that may.
  ...policies('reconciliation_difference', {
    request: `for select to ${request} using (nullif(current_setting('app.org', true), '') in (org_id, 'org:guildhall'))`,
    worker: `to ${worker} using (true) with check (true)`,
  }),
  `grant select on billing.reconciliation_difference to ${request}`,
  `grant select, insert on billing.reconciliation_difference to ${worker}`,
];
