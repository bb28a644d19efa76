import type { EntityManager } from '@mikro-orm/postgresql';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Audience, PriceVersion } from '../domain/price-version.ts';
import { PriceListingEntity, PriceVersionEntity } from './entities.ts';

/** What an approved publish request did to an app's price. */
type PricePublication = {
  readonly orgId: string;
  readonly publishRequestId: string;
  readonly appId: string;
  /** Null when it was withdrawn before it came. */
  readonly priceVersionId: string | null;
  /** Who could see the app's price before. */
  readonly audienceBefore: Audience | null;
  readonly status: 'in_force' | 'withdrawn';
};

/** The approved app version that a price version was made of. */
type Origin = { readonly versionNumber: number; readonly digest: string; readonly publishRequestId: string; readonly madeAt: Date };

type ListedPrice = PriceVersion & { readonly team: string | null };

export type PriceStore = {
  /** Holds others off an app's price until the transaction ends; *worker* only, as all that writes. */
  lockApp(appId: string): Promise<void>;
  /** The price versions in force of the apps named, oldest first: of every publisher as *worker*, of the transaction's organisation as *request*. */
  inForce(appIds: readonly string[]): Promise<PriceVersion[]>;
  /** Newest first, in force only. */
  page(orgId: string, appId: string, page: PageRequest): Promise<PriceVersion[]>;
  /** How many versions an app ever had, withdrawn ones among them. */
  count(appId: string): Promise<number>;
  add(version: PriceVersion, origin: Origin): Promise<void>;
  /** Withdraws the version that a publish request made, if it made one. */
  withdrawMadeBy(publishRequestId: string): Promise<void>;
  publication(publishRequestId: string): Promise<PricePublication | undefined>;
  /** The request that was the last to say who sees an app's price, of those that hold. */
  lastPublication(appId: string): Promise<string | undefined>;
  addPublication(publication: PricePublication): Promise<void>;
  withdrawPublication(publishRequestId: string): Promise<void>;
  audience(appId: string): Promise<Audience | null>;
  /** Shows the versions, and nothing else of the app, to an audience; to nobody when it is null. */
  list(appId: string, versions: readonly PriceVersion[], audience: Audience | null): Promise<void>;
  /** Listed prices that the transaction's organisation may see; the caller leaves out those of teams that the actor is not in. */
  listed(appIds: readonly string[]): Promise<ListedPrice[]>;
};

type Row = Omit<PriceVersion, 'effectiveFrom'> & { readonly effectiveFrom?: string | null | undefined };

const toVersion = ({ id, orgId, appId, number, pricing, effectiveFrom }: Row): PriceVersion => ({
  id,
  orgId,
  appId,
  number,
  pricing,
  effectiveFrom: effectiveFrom ?? null,
});

export function priceStore(em: EntityManager): PriceStore {
  return {
    async lockApp(appId) {
      await em.execute(`select pg_advisory_xact_lock(hashtextextended('billing price ' || ?, 0))`, [appId]);
    },
    async inForce(appIds) {
      const where = { appId: { $in: [...appIds] }, status: 'in_force' as const };
      return (await em.find(PriceVersionEntity, where, { disableIdentityMap: true, orderBy: { number: 'asc' } })).map(toVersion);
    },
    async page(orgId, appId, { limit, after, backward }) {
      const number = after?.[0] === undefined ? undefined : Number(after[0]);
      const beyond = number === undefined ? {} : { number: backward ? { $gt: number } : { $lt: number } };
      const where = { orgId, appId, status: 'in_force' as const, ...beyond };
      return (await em.find(PriceVersionEntity, where, { orderBy: { number: backward ? 'asc' : 'desc' }, limit })).map(toVersion);
    },
    count: (appId) => em.count(PriceVersionEntity, { appId }),
    async add(version, origin) {
      await em.insert(PriceVersionEntity, { ...version, ...origin, status: 'in_force' });
    },
    async withdrawMadeBy(publishRequestId) {
      await em.nativeUpdate(PriceVersionEntity, { publishRequestId }, { status: 'withdrawn' });
    },
    async publication(publishRequestId) {
      const [row] = await em.execute<PricePublication[]>(
        `select org_id as "orgId", publish_request_id as "publishRequestId", app_id as "appId", price_version_id as "priceVersionId",
                audience_before as "audienceBefore", status
           from billing.price_publication where publish_request_id = ?`,
        [publishRequestId],
      );
      return row;
    },
    async lastPublication(appId) {
      const [row] = await em.execute<{ id: string }[]>(
        `select publish_request_id as id from billing.price_publication where app_id = ? and status = 'in_force' order by position desc limit 1`,
        [appId],
      );
      return row?.id;
    },
    async addPublication({ orgId, publishRequestId, appId, priceVersionId, audienceBefore, status }) {
      await em.execute(
        `insert into billing.price_publication (org_id, publish_request_id, app_id, price_version_id, audience_before, status)
         values (?, ?, ?, ?, ?::jsonb, ?)`,
        [orgId, publishRequestId, appId, priceVersionId, audienceBefore && JSON.stringify(audienceBefore), status],
      );
    },
    async withdrawPublication(publishRequestId) {
      await em.execute(`update billing.price_publication set status = 'withdrawn' where publish_request_id = ?`, [publishRequestId]);
    },
    async audience(appId) {
      const [row] = await em.find(PriceListingEntity, { appId }, { limit: 1 });
      if (!row) return null;
      if (row.audience === '*') return { kind: 'public' };
      return row.team ? { kind: 'team', team: row.team } : { kind: 'organization' };
    },
    async list(appId, versions, audience) {
      await em.nativeDelete(PriceListingEntity, { appId });
      if (audience === null || versions.length === 0) return;
      await em.insertMany(
        PriceListingEntity,
        versions.map(({ id, orgId, number, pricing, effectiveFrom }) => ({
          audience: audience.kind === 'public' ? '*' : orgId,
          appId,
          priceVersionId: id,
          orgId,
          team: audience.kind === 'team' ? audience.team : null,
          number,
          pricing,
          effectiveFrom,
        })),
      );
    },
    async listed(appIds) {
      const rows = await em.find(PriceListingEntity, { appId: { $in: [...appIds] } });
      return rows.map((row) => ({ ...toVersion({ ...row, id: row.priceVersionId }), team: row.team ?? null }));
    },
  };
}
