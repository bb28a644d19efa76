import { roleName } from '@guildhall/platform/database/roles.ts';
import { Migration } from '@mikro-orm/migrations';

/** While the currency of an account changes, nothing that can cost something is installed. */
export class Migration20261127070000_currency extends Migration {
  override up(): void {
    this.addSql(`alter table billing.account add column changing_until timestamptz`);
    this.addSql(`grant update (changing_until) on billing.account to ${roleName('billing', 'request')}`);
  }
}
