import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Money } from '@guildhall/platform/money.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { toMoney } from './currency.ts';

/** What an organisation used of an app in a month, by unit, and the revenue of its invoiced lines, by currency. */
export type AppConsumer = {
  readonly consumer: string;
  /** Undefined until it came from governance. */
  readonly name: string | undefined;
  readonly month: string;
  readonly used: readonly { readonly unit: string; readonly quantity: string }[];
  readonly earned: readonly Money[];
};

export type ConsumerStore = {
  /** Keeps the newest name of an organisation; *worker* only. */
  putName(orgId: string, name: string, toldAt: Date): Promise<void>;
  /** The consumers of a publisher's app in months, both inclusive: newest month first, then by organisation. */
  page(publisher: string, appId: string, months: { readonly from: string; readonly to: string }, page: PageRequest): Promise<AppConsumer[]>;
};

type Row = Omit<AppConsumer, 'name' | 'earned'> & {
  readonly name: string | null;
  readonly earned: readonly { readonly currency: string; readonly minor: string }[];
};

export function consumerStore(em: EntityManager): ConsumerStore {
  return {
    async putName(orgId, name, toldAt) {
      await em.execute(
        `insert into billing.organization_copy as copy (id, name, told_at) values (?, ?, ?)
         on conflict (id) do update set name = excluded.name, told_at = excluded.told_at where copy.told_at <= excluded.told_at`,
        [orgId, name, toldAt.toISOString()],
      );
    },
    async page(publisher, appId, { from, to }, { limit, after, backward }) {
      const [month, consumer] = after ?? [];
      const beyond = backward
        ? `(month > ? or (month = ? and consumer collate "C" < ?))`
        : `(month < ? or (month = ? and consumer collate "C" > ?))`;
      const order = backward ? `month asc, consumer collate "C" desc` : `month desc, consumer collate "C"`;
      const rows = await em.execute<Row[]>(
        `with used as (
           select to_char(day, 'YYYY-MM') as month, org_id as consumer, unit, sum(quantity) as quantity
             from (select distinct on (org_id, day, unit) org_id, day, unit, quantity from billing.usage_day
                    where publisher = ? and app_id = ? and day >= (? || '-01')::date and day < (? || '-01')::date + interval '1 month'
                    order by org_id, day, unit, version desc) newest
            group by 1, 2, 3 having sum(quantity) > 0),
         earned as (
           select month, consumer, currency, sum(amount_minor) as minor from billing.app_revenue
            where org_id = ? and app_id = ? and month between ? and ? and consumer is not null group by 1, 2, 3),
         page as (
           select month, consumer from (select month, consumer from used union select month, consumer from earned) consumers
            where true ${month === undefined ? '' : `and ${beyond}`} order by ${order} limit ?)
         select page.month, page.consumer, (select name from billing.organization_copy where id = page.consumer) as name,
                coalesce((select json_agg(json_build_object('unit', unit, 'quantity', trim_scale(quantity)::text) order by unit collate "C")
                            from used where (used.month, used.consumer) = (page.month, page.consumer)), '[]') as used,
                coalesce((select json_agg(json_build_object('currency', currency, 'minor', minor::text) order by currency)
                            from earned where (earned.month, earned.consumer) = (page.month, page.consumer)), '[]') as earned
           from page order by ${order.replaceAll(/month|consumer/g, 'page.$&')}`,
        [publisher, appId, from, to, publisher, appId, from, to, ...(month === undefined ? [] : [month, month, consumer ?? '']), limit],
      );
      return rows.map(({ name, earned, ...row }) => ({
        ...row,
        name: name ?? undefined,
        earned: earned.map(({ minor, currency }) => toMoney(minor, currency)),
      }));
    },
  };
}
