import { roleName } from '@guildhall/platform/database/roles.ts';
import { tenantTable } from '@guildhall/platform/database/tables.ts';
import { Migration } from '@mikro-orm/migrations';

/** The held lines of open months follow what is learned of installs, and the apps that are on hold. */
export class Migration20261127232000_held extends Migration {
  override up(): void {
    const statements = [
      `create table billing.held_stale (
        org_id text not null,
        app_id text not null,
        since timestamptz not null,
        primary key (org_id, app_id)
      )`,
      ...tenantTable('billing', 'held_stale', { worker: 'select, insert, update, delete' }),
      // No tenant's: the apps on hold when that was asked last.
      `create table billing.app_on_hold (app_id text primary key)`,
      `insert into billing.app_on_hold select distinct app_id from billing.held_line where code = 'APP_ON_HOLD' and not booked`,
      `grant select, insert, delete on billing.app_on_hold to ${roleName('billing', 'worker')}`,
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
