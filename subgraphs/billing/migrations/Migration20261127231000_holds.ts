import { dueEvents } from '@guildhall/platform/database/stream-tables.ts';
import { Migration } from '@mikro-orm/migrations';

/** Usage learns what waits in billing already. */
export class Migration20261127231000_holds extends Migration {
  override up(): void {
    const statements = [
      ...dueEvents('billing'),
      `insert into billing.outbox (id, org_id, type, entity_id, payload, occurred_at)
       select distinct on (consumer, entity) 'evt_upgrade_hold_' || md5(consumer || ' ' || entity), org_id, 'billing.hold.changed',
              consumer || ' ' || split_part(entity_id, '@', 1),
              jsonb_build_object('consumer', consumer, 'appId', null, 'held', true), now()
         from (select consumer, entity, entity_id, org_id, type from billing.waiting_event where error is not null
               union all select consumer, entity, entity_id, org_id, type from billing.dead_letter) held
        where type in ('catalog.install.changed')`,
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
