import type { EntityManager } from '@mikro-orm/postgresql';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { HeldChargeLine } from '../domain/held.ts';

type MonthOfOrganization = { readonly orgId: string; readonly month: string };

export type HeldStore = {
  /** Holds others off the held lines of the months named until the transaction ends; *worker* only, as all that writes. */
  lock(months: readonly MonthOfOrganization[]): Promise<void>;
  /** Puts the held lines of a month in the place of those that it had while it was open. */
  put(of: MonthOfOrganization, lines: readonly HeldChargeLine[]): Promise<void>;
  ofMonth(orgIds: readonly string[], month: string): Promise<HeldChargeLine[]>;
  /** Those that the transaction's organisation would owe or earn, newest month first; of one month when it is given. */
  page(month: string | undefined, page: PageRequest): Promise<HeldChargeLine[]>;
};

const SELECT = `
  select org_id as "orgId", month, position, code, kind, app_id as "appId", publisher, unit, price_version as "priceVersion",
         trim_scale(quantity)::text as quantity, trim_scale(included)::text as included, trim_scale(unit_price)::text as "unitPrice",
         trim_scale(charged)::text as charged, currency, booked
    from billing.held_line`;

export function heldStore(em: EntityManager): HeldStore {
  return {
    async lock(months) {
      const names = [...new Set(months.map(({ orgId, month }) => `billing held ${month} ${orgId}`))].sort();
      await em.execute(
        `select count(*) from (select pg_advisory_xact_lock(hashtextextended(name, 0)) from jsonb_array_elements_text(?::jsonb) name) held`,
        [JSON.stringify(names)],
      );
    },
    async put({ orgId, month }, lines) {
      await em.execute(`delete from billing.held_line where org_id = ? and month = ? and not booked`, [orgId, month]);
      if (lines.length === 0) return;
      await em.execute(
        `insert into billing.held_line (org_id, month, position, code, kind, app_id, publisher, unit, price_version, quantity, included,
                                        unit_price, charged, currency, booked)
         select "orgId", month, position, code, kind, "appId", publisher, unit, "priceVersion", quantity, included, "unitPrice", charged,
                currency, booked
           from jsonb_to_recordset(?::jsonb) as line ("orgId" text, month text, position int, code text, kind text, "appId" text,
             publisher text, unit text, "priceVersion" jsonb, quantity numeric, included numeric, "unitPrice" numeric, charged numeric,
             currency text, booked boolean)`,
        [JSON.stringify(lines)],
      );
    },
    ofMonth: (orgIds, month) =>
      em.execute<HeldChargeLine[]>(
        `${SELECT} where month = ? and org_id in (select jsonb_array_elements_text(?::jsonb)) order by org_id, position`,
        [month, JSON.stringify(orgIds)],
      ),
    page(month, { limit, after, backward }) {
      const [afterMonth, afterOrg, afterPosition] = after ?? [];
      // Newest month first, so the months run against the other two.
      const beyond = backward
        ? `month > ? or (month = ? and (org_id collate "C", position) < (?, ?::int))`
        : `month < ? or (month = ? and (org_id collate "C", position) > (?, ?::int))`;
      const order = backward ? `month asc, org_id collate "C" desc, position desc` : `month desc, org_id collate "C", position`;
      return em.execute<HeldChargeLine[]>(
        `${SELECT} where (?::text is null or month = ?) ${afterMonth === undefined ? '' : `and (${beyond})`} order by ${order} limit ?`,
        [
          month ?? null,
          month ?? null,
          ...(afterMonth === undefined ? [] : [afterMonth, afterMonth, afterOrg ?? '', afterPosition ?? '0']),
          limit,
        ],
      );
    },
  };
}
