import { housekeepingTables } from '@guildhall/platform/database/stream-tables.ts';
import { Migration } from '@mikro-orm/migrations';

/** Events that every consumer has read and keys that nobody repeats are dropped; the last event of each entity is kept for consumers to come. */
export class Migration20261127000000_housekeeping extends Migration {
  override up(): void {
    for (const sql of housekeepingTables('billing')) this.addSql(sql);
  }
}
