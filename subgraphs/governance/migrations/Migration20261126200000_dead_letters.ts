import { deadLetterTables } from '@guildhall/platform/database/stream-tables.ts';
import { Migration } from '@mikro-orm/migrations';

/** An event that cannot be handled waits by itself, and dies after five tries, instead of stopping its consumer. */
export class Migration20261126200000_dead_letters extends Migration {
  override up(): void {
    for (const sql of deadLetterTables('governance')) this.addSql(sql);
  }
}
