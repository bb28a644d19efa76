import type { EntityManager } from '@mikro-orm/postgresql';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { OfferedPrice, PriceAudience } from '../domain/price-version.ts';
import type { Pricing } from '../domain/pricing.ts';
import { PriceVersionEntity } from './entities.ts';

/** What an approved publish request did to an app's price. */
type PricePublication = {
  readonly orgId: string;
  readonly publishRequestId: string;
  readonly appId: string;
  /** Null when it was withdrawn before it came. */
  readonly priceVersionId: string | null;
  readonly status: 'in_force' | 'withdrawn';
};

/** The approved app version that a price version was made of. */
type Origin = { readonly versionNumber: number; readonly digest: string; readonly publishRequestId: string; readonly madeAt: Date };

export type PriceStore = {
  /** Holds others off an app's price until the transaction ends; *worker* only, as all that writes. */
  lockApp(appId: string): Promise<void>;
  /**
   * The price versions of the apps named that were not withdrawn, oldest first: every one as *worker*; as *request* those of the
   * transaction's organisation and those that were approved for everybody.
   */
  ofApps(appIds: readonly string[]): Promise<OfferedPrice[]>;
  /** Of the price versions named, those that {@link ofApps} would answer. */
  byIds(ids: readonly string[]): Promise<OfferedPrice[]>;
  /** Newest first. */
  page(orgId: string, appId: string, page: PageRequest): Promise<OfferedPrice[]>;
  /** How many versions an app ever had, withdrawn ones among them. */
  count(appId: string): Promise<number>;
  add(version: OfferedPrice, origin: Origin): Promise<void>;
  announce(version: { readonly id: string; readonly announcedAt: Date; readonly bindsFrom: string }): Promise<void>;
  publication(publishRequestId: string): Promise<PricePublication | undefined>;
  addPublication(publication: PricePublication): Promise<void>;
  /** Withdraws a publication, and the version that it used unless that was announced or another publication uses it. */
  withdraw(publishRequestId: string): Promise<void>;
};

type Row = Omit<OfferedPrice, 'announcedAt' | 'pricing'> & { readonly pricing: Pricing; readonly announcedAt: string | Date | null };

// The columns that every role may read.
const SELECT = `select id, org_id as "orgId", app_id as "appId", number, pricing, audiences, announced_at as "announcedAt",
                       binds_from::text as "bindsFrom" from billing.price_version`;

const toOffered = (row: Row): OfferedPrice => ({ ...row, announcedAt: row.announcedAt === null ? null : new Date(row.announcedAt) });

const textArray = (values: readonly PriceAudience[]) => `{${values.join(',')}}`;

export function priceStore(em: EntityManager): PriceStore {
  const find = async (where: string, values: readonly (string | number)[]): Promise<OfferedPrice[]> =>
    (await em.execute<Row[]>(`${SELECT} where status = 'in_force' and ${where}`, [...values])).map(toOffered);
  return {
    async lockApp(appId) {
      await em.execute(`select pg_advisory_xact_lock(hashtextextended('billing price ' || ?, 0))`, [appId]);
    },
    ofApps: (appIds) => find(`app_id in (select jsonb_array_elements_text(?::jsonb)) order by number`, [JSON.stringify(appIds)]),
    byIds: (ids) => find(`id in (select jsonb_array_elements_text(?::jsonb))`, [JSON.stringify(ids)]),
    page(orgId, appId, { limit, after, backward }) {
      const number = after?.[0] === undefined ? undefined : Number(after[0]);
      const beyond = number === undefined ? '' : `and number ${backward ? '>' : '<'} ?`;
      const values = [orgId, appId, ...(number === undefined ? [] : [number]), limit];
      return find(`org_id = ? and app_id = ? ${beyond} order by number ${backward ? 'asc' : 'desc'} limit ?`, values);
    },
    count: (appId) => em.count(PriceVersionEntity, { appId }),
    async add({ id, orgId, appId, number, pricing, audiences }, { versionNumber, digest, publishRequestId, madeAt }) {
      await em.execute(
        `insert into billing.price_version
           (id, org_id, app_id, number, pricing, audiences, version_number, digest, publish_request_id, status, made_at)
         values (?, ?, ?, ?, ?::jsonb, ?::text[], ?, ?, ?, 'in_force', ?)`,
        [
          id,
          orgId,
          appId,
          number,
          JSON.stringify(pricing),
          textArray(audiences),
          versionNumber,
          digest,
          publishRequestId,
          madeAt.toISOString(),
        ],
      );
    },
    async announce({ id, announcedAt, bindsFrom }) {
      await em.execute(`update billing.price_version set announced_at = ?, binds_from = ? where id = ?`, [
        announcedAt.toISOString(),
        bindsFrom,
        id,
      ]);
    },
    async publication(publishRequestId) {
      const [row] = await em.execute<PricePublication[]>(
        `select org_id as "orgId", publish_request_id as "publishRequestId", app_id as "appId", price_version_id as "priceVersionId", status
           from billing.price_publication where publish_request_id = ?`,
        [publishRequestId],
      );
      return row;
    },
    async addPublication({ orgId, publishRequestId, appId, priceVersionId, status }) {
      await em.execute(
        `insert into billing.price_publication (org_id, publish_request_id, app_id, price_version_id, status) values (?, ?, ?, ?, ?)`,
        [orgId, publishRequestId, appId, priceVersionId, status],
      );
    },
    async withdraw(publishRequestId) {
      await em.execute(`update billing.price_publication set status = 'withdrawn' where publish_request_id = ?`, [publishRequestId]);
      await em.execute(
        `update billing.price_version v set status = 'withdrawn'
          where v.announced_at is null
            and v.id = (select price_version_id from billing.price_publication where publish_request_id = ?)
            and not exists (select 1 from billing.price_publication p where p.price_version_id = v.id and p.status = 'in_force')`,
        [publishRequestId],
      );
    },
  };
}
