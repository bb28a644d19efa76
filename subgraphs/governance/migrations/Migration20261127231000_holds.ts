import { dueEvents } from '@guildhall/platform/database/stream-tables.ts';
import { Migration } from '@mikro-orm/migrations';

/** Usage learns what waits in governance already. */
export class Migration20261127231000_holds extends Migration {
  override up(): void {
    const statements = [
      ...dueEvents('governance'),
      `insert into governance.outbox (id, org_id, type, entity_id, payload, occurred_at)
       select distinct on (consumer, entity) 'evt_upgrade_hold_' || md5(consumer || ' ' || entity), org_id, 'governance.hold.changed',
              consumer || ' ' || split_part(entity_id, '@', 1),
              jsonb_build_object('consumer', consumer, 'appId', split_part(entity_id, '@', 1), 'held', true), now()
         from (select consumer, entity, entity_id, org_id, type from governance.waiting_event where error is not null
               union all select consumer, entity, entity_id, org_id, type from governance.dead_letter) held
        where type in ('catalog.version.created')`,
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
