import { dueEvents } from '@guildhall/platform/database/stream-tables.ts';
import { roleName } from '@guildhall/platform/database/roles.ts';
import { tenantTable } from '@guildhall/platform/database/tables.ts';
import { Migration } from '@mikro-orm/migrations';

/** Ingest also postpones what waits for an event that failed in another subgraph. */
export class Migration20261127230000_holds extends Migration {
  override up(): void {
    const statements = [
      ...dueEvents('usage'),
      `grant select (due_at) on usage.waiting_event to ${roleName('usage', 'recorder')}`,
      `create table usage.hold_copy (
        org_id text not null,
        hold_id text not null,
        app_id text,
        primary key (org_id, hold_id)
      )`,
      ...tenantTable('usage', 'hold_copy', { worker: 'select, insert, delete', recorder: 'select' }),
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
