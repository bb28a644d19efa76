import type { Billing } from '@guildhall/billing/index.ts';
import { meteredUnits, type Catalog } from '@guildhall/catalog/index.ts';
import type { Publishing, PublishRequestStatus, RequestKey } from '@guildhall/governance/index.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import type { Usage } from '@guildhall/usage/index.ts';
import { withFinalRefusals } from './failure.ts';

type PublishVersionInput = Omit<Parameters<Catalog['publishVersion']>[0], 'priceVersionId'>;
type Publication = Awaited<ReturnType<Catalog['publishVersion']>>;

export type PublishingActivityDeps = {
  readonly catalog: Catalog;
  readonly usage: Usage;
  readonly billing: Billing;
  readonly governance: Publishing;
};

/** The steps of publishing a version; each takes ids only, reads what it needs, and can be repeated without effect. */
export function createPublishingActivities({ catalog, usage, billing, governance }: PublishingActivityDeps) {
  const underReview = async (key: RequestKey) => {
    const request = await governance.reviewedRequest(key);
    return { request, version: await catalog.reviewedVersion(request.orgId, request.appId, request.number) };
  };
  const publication = async (key: RequestKey): Promise<PublishVersionInput> => {
    const { orgId, appId, number, digest, audience } = await governance.reviewedRequest(key);
    return { orgId, appId, number, digest, audience };
  };
  const announce = async (key: RequestKey): Promise<void> => {
    const { orgId, appId } = await governance.reviewedRequest(key);
    const priceVersionId = await billing.priceOfPublication(orgId, key.publishRequestId);
    if (priceVersionId === undefined) throw new Error(`${key.publishRequestId} has no price version in force`);
    await billing.announcePrice({ orgId, appId, priceVersionId });
  };
  /**
   * Keeps the app from being unpublished for as long as the request is `PUBLISHING`: the catalog knows before governance says so, and until
   * governance says otherwise.
   */
  const withPublication = async <Answer>(
    key: RequestKey,
    work: () => Promise<Answer>,
    statusOf: (answer: Answer) => PublishRequestStatus,
  ): Promise<Answer> => {
    const { orgId, appId, closedAt } = await governance.reviewedRequest(key);
    // Another request may be publishing the app once this one is closed.
    if (closedAt === null) await catalog.beginPublication(orgId, appId, key.publishRequestId);
    const answer = await work();
    if (statusOf(answer) !== 'PUBLISHING') await catalog.endPublication(orgId, appId, key.publishRequestId);
    return answer;
  };
  const status = (answer: PublishRequestStatus) => answer;
  return withFinalRefusals({
    async runPublishChecks({ orgId, publishRequestId }: RequestKey) {
      const key = { orgId, publishRequestId };
      const { version } = await underReview(key);
      return governance.runChecks(key, version);
    },
    applyPublishDecision: ({ decisionId, ...key }: RequestKey & { readonly decisionId: string }) =>
      withPublication(
        key,
        () => governance.applyDecision(key, decisionId),
        (applied) => applied.status,
      ),
    remindApprovers: (key: RequestKey) => governance.remindApprovers(key),
    expirePublishRequest: (key: RequestKey) => governance.expireRequest(key),
    beginPublishing: (key: RequestKey) => withPublication(key, () => governance.beginPublishing(key), status),
    /** What is listed before publishing begins, so that it can be put back even when nobody knows how far publishing came. */
    async currentPublication(key: RequestKey): Promise<Publication> {
      const { orgId, appId } = await governance.reviewedRequest(key);
      const [app] = await catalog.visibleApps(systemActor(orgId), [appId]);
      return app?.publishedNumber && app.audience ? { number: app.publishedNumber, audience: app.audience } : null;
    },
    /** The catalog's news of the units comes only with the publication, and the price can hold before that. */
    async meterUnits(key: RequestKey): Promise<void> {
      const { request, version } = await underReview(key);
      await usage.meterUnits(request.orgId, request.appId, meteredUnits(version.manifest));
    },
    async putPriceInForce(key: RequestKey): Promise<{ readonly priceVersionId: string }> {
      const { request, version } = await underReview(key);
      const { priceVersionId } = await billing.putPriceInForce({
        orgId: request.orgId,
        appId: request.appId,
        versionNumber: request.number,
        digest: request.digest,
        publishRequestId: request.id,
        audience: request.audience,
        pricing: version.manifest.pricing_template,
      });
      return { priceVersionId };
    },
    /** Undoes the price of a publication that did not come about; what the catalog shows is never withdrawn. */
    async withdrawPrice(key: RequestKey): Promise<void> {
      const { orgId, appId, id } = await governance.reviewedRequest(key);
      const price = await billing.priceOfPublication(orgId, id);
      if (price !== undefined && price === (await catalog.listedPrice(orgId, appId))) return;
      await billing.withdrawPrice({ orgId, appId, publishRequestId: id });
    },
    /** The version must still be the one that was approved. Runs that began earlier have not told the catalog yet that they are publishing. */
    async beginPublication(key: RequestKey): Promise<void> {
      await catalog.checkApproved(await publication(key));
      await withPublication(key, async () => (await governance.reviewedRequest(key)).status, status);
    },
    /** A run that began under 0.1.0 does not know its price version, so billing is asked. */
    async publishVersion({ priceVersionId, ...key }: RequestKey & { readonly priceVersionId?: string }): Promise<void> {
      const price = priceVersionId ?? (await billing.priceOfPublication(key.orgId, key.publishRequestId));
      if (price === undefined) throw new Error(`${key.publishRequestId} has no price version in force`);
      await catalog.publishVersion({ ...(await publication(key)), priceVersionId: price });
    },
    announcePrice: announce,
    /** Asked for by runs that began under 0.1.0: a version once shown stays, so there is nothing to put back. */
    async restorePublication(): Promise<void> {},
    async completePublishing(key: RequestKey) {
      // A run that began under 0.1.0 comes here without having announced its price.
      await announce(key);
      return withPublication(key, () => governance.completePublishing(key), status);
    },
    failPublishing: ({ reason, ...key }: RequestKey & { readonly reason: string }) =>
      withPublication(key, () => governance.failRequest(key, reason), status),
  });
}
export type PublishingActivities = ReturnType<typeof createPublishingActivities>;
