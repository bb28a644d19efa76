import { dueEvents } from '@guildhall/platform/database/stream-tables.ts';
import { Migration } from '@mikro-orm/migrations';

/** The prices of what 0.1.0 listed have a consumer of their own, which goes on where both were; usage learns what waits in the catalog already. */
export class Migration20261127231000_holds extends Migration {
  override up(): void {
    const statements = [
      ...dueEvents('catalog'),
      ...['waiting_event', 'dead_letter'].map(
        (table) => `update catalog.${table} set consumer = 'listed-prices' where consumer = 'accounts' and type = 'billing.price.changed'`,
      ),
      `insert into catalog.stream_cursor (consumer, xid, position)
       select 'listed-prices', xid, position from catalog.stream_cursor where consumer = 'accounts'`,
      `insert into catalog.outbox (id, org_id, type, entity_id, payload, occurred_at)
       select distinct on (consumer, entity) 'evt_upgrade_hold_' || md5(consumer || ' ' || entity), org_id, 'catalog.hold.changed',
              consumer || ' ' || split_part(entity_id, '@', 1),
              jsonb_build_object('consumer', consumer, 'appId', case when type = 'billing.price.changed' then split_part(entity_id, '@', 1) end, 'held', true), now()
         from (select consumer, entity, entity_id, org_id, type from catalog.waiting_event where error is not null
               union all select consumer, entity, entity_id, org_id, type from catalog.dead_letter) held
        where type in ('billing.account.changed', 'billing.price.changed')`,
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
