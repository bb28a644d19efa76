import { roleName } from '@guildhall/platform/database/roles.ts';
import { tenantTable } from '@guildhall/platform/database/tables.ts';
import { Migration } from '@mikro-orm/migrations';

/** Usage knows which apps only a team of their publisher may see, and whom an install was shown to. */
export class Migration20261127060000_teams extends Migration {
  override up(): void {
    const statements = [
      `alter table usage.app_copy add column team text`,
      // Nobody told whom earlier installs were shown to. The catalog tells next which apps are not a team's: those were shown to all.
      `alter table usage.install_copy add column team text default ''`,
      `alter table usage.install_copy alter column team drop default`,
      `grant update (team) on usage.install_copy to ${roleName('usage', 'worker')}`,
      ...tenantTable('usage', 'install_copy', { request: 'select' }),
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
