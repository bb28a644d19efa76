import { tenantTable } from '@guildhall/platform/database/tables.ts';
import { Migration } from '@mikro-orm/migrations';

/** Usage knows which apps only a team of their publisher may see, and whom an install was shown to. */
export class Migration20261127060000_teams extends Migration {
  override up(): void {
    const statements = [
      `alter table usage.app_copy add column team text`,
      // Nobody told whom earlier installs were shown to: they are nobody's team, so that what is a team's today is shown to it alone.
      `alter table usage.install_copy add column team text default ''`,
      `alter table usage.install_copy alter column team drop default`,
      ...tenantTable('usage', 'install_copy', { request: 'select' }),
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
