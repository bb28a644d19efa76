import { Migration } from '@mikro-orm/migrations';

/** A publication tells every unit that its app was ever listed with, so that a consumer which sees only the last one lacks none. */
export class Migration20261127230000_units extends Migration {
  override up(): void {
    const statements = [
      `alter table catalog.app add column units text[] not null default '{}'`,
      `update catalog.app a set units = told.units
         from (select entity_id, array_agg(distinct unit order by unit) as units
                 from (select type, entity_id, payload from catalog.outbox union all select type, entity_id, payload from catalog.latest_event) e
                cross join lateral jsonb_array_elements_text(case when jsonb_typeof(e.payload -> 'units') = 'array' then e.payload -> 'units' else '[]' end) as unit
                where type = 'catalog.app.published' group by entity_id) told
        where told.entity_id = a.id`,
      `alter table catalog.app alter column units drop default`,
      // The one that is kept when the outbox drops them may be any of these.
      ...['outbox', 'latest_event'].map(
        (table) =>
          `update catalog.${table} e set payload = jsonb_set(payload, '{units}', to_jsonb(a.units))
             from catalog.app a where e.type = 'catalog.app.published' and a.id = e.entity_id and jsonb_typeof(e.payload -> 'units') = 'array'`,
      ),
    ];
    for (const sql of statements) this.addSql(sql);
  }
}
