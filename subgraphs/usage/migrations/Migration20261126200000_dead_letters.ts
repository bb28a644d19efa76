import { deadLetterTables } from '@guildhall/platform/database/stream-tables.ts';
import { roleName } from '@guildhall/platform/database/roles.ts';
import { Migration } from '@mikro-orm/migrations';

/** An event that cannot be handled waits by itself, and dies after five tries, instead of stopping its consumer. */
export class Migration20261126200000_dead_letters extends Migration {
  override up(): void {
    for (const sql of deadLetterTables('usage')) this.addSql(sql);
    // Ingest postpones what depends on an event that waits or is dead.
    const recorder = roleName('usage', 'recorder');
    for (const table of ['waiting_event', 'dead_letter']) {
      this.addSql(`grant select (type, org_id, entity) on usage.${table} to ${recorder}`);
      this.addSql(`create policy ${table}_recorder on usage.${table} for select to ${recorder} using (true)`);
    }
  }
}
