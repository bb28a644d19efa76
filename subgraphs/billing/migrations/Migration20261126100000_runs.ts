import { tenantTable } from '@guildhall/platform/database/tables.ts';
import { Migration } from '@mikro-orm/migrations';

export class Migration20261126100000_runs extends Migration {
  override up(): void {
    const statements = [
      `alter table billing.billing_run add column waiting int not null default 0`,

      // A month of an account that the last run to start it could not book, and why; gone once it is booked or comes to nothing.
      `create table billing.unbooked_month (
        org_id text not null,
        month text not null,
        outcome text not null check (outcome in ('failed', 'waiting')),
        code text not null,
        reason text not null,
        recorded_at timestamptz not null,
        primary key (org_id, month)
      )`,
      `create index unbooked_month_month on billing.unbooked_month (month)`,
      ...tenantTable('billing', 'unbooked_month', { worker: 'select, insert, update, delete' }),
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
