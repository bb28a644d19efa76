import type { Billing } from '@guildhall/billing/index.ts';
import { meteredUnits, type Catalog } from '@guildhall/catalog/index.ts';
import type { Publishing, RequestKey } from '@guildhall/governance/index.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import type { Usage } from '@guildhall/usage/index.ts';
import { withFinalRefusals } from './failure.ts';

type PublishVersionInput = Parameters<Catalog['publishVersion']>[0];
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
  return withFinalRefusals({
    async runPublishChecks({ orgId, publishRequestId }: RequestKey) {
      const key = { orgId, publishRequestId };
      const { version } = await underReview(key);
      return governance.runChecks(key, version);
    },
    applyPublishDecision: ({ decisionId, ...key }: RequestKey & { readonly decisionId: string }) =>
      governance.applyDecision(key, decisionId),
    remindApprovers: (key: RequestKey) => governance.remindApprovers(key),
    expirePublishRequest: (key: RequestKey) => governance.expireRequest(key),
    beginPublishing: (key: RequestKey) => governance.beginPublishing(key),
    /** What is on show before publishing begins, so that it can be put back even when nobody knows how far publishing came. */
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
    async withdrawPrice(key: RequestKey): Promise<void> {
      const { orgId, appId, id } = await governance.reviewedRequest(key);
      await billing.withdrawPrice({ orgId, appId, publishRequestId: id });
    },
    async publishVersion(key: RequestKey): Promise<void> {
      await catalog.publishVersion(await publication(key));
    },
    async restorePublication({ before, ...key }: RequestKey & { readonly before: Publication }): Promise<void> {
      await catalog.restorePublication(await publication(key), before);
    },
    completePublishing: (key: RequestKey) => governance.completePublishing(key),
    failPublishing: ({ reason, ...key }: RequestKey & { readonly reason: string }) => governance.failRequest(key, reason),
  });
}
export type PublishingActivities = ReturnType<typeof createPublishingActivities>;
