import { Migration } from '@mikro-orm/migrations';

/** The catalog knows while the currency of an account changes. */
export class Migration20261127070000_currency extends Migration {
  override up(): void {
    this.addSql(`alter table catalog.account_copy add column changing_until timestamptz`);
  }
}
