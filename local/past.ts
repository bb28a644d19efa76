import { createBilling, createStore as createBillingStore, entities as billingEntities } from '@guildhall/billing/index.ts';
import {
  createCatalog,
  createInstalling,
  createStore as createCatalogStore,
  entities as catalogEntities,
  meteredUnits,
} from '@guildhall/catalog/index.ts';
import { changesFrom, fromInput } from '@guildhall/catalog/resolvers/manifest.ts';
import type { RegisterAppInput, UpdateAppInput } from '@guildhall/operations/generated/operations.ts';
import { urlVariable } from '@guildhall/platform/database/roles.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { UserError } from '@guildhall/platform/errors.ts';
import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { addDays, periodOf, dayOf } from '@guildhall/platform/period.ts';
import { createStore as createUsageStore, createUsage, entities as usageEntities } from '@guildhall/usage/index.ts';
import { Failure } from './failure.ts';
import { loadSecrets } from './secrets.ts';
import type { Publisher } from './story/publish.ts';
import { eventually, type World } from './story/world.ts';
import { variables } from './variables.ts';

/** What happened before today: no door of the product takes a past time, so this goes past the doors. */
export type Past = {
  /** Opens an organisation's account, unless it has one. */
  openAccount(orgId: string, subject: string, currency?: 'USD' | 'JPY'): Promise<void>;
  /** Registers an app and publishes its first version as an imported publication, which counts as approved; unless the app is there. */
  publish(publisher: Publisher, input: RegisterAppInput, to?: Shown): Promise<void>;
  /** Makes an app's next version and publishes it in the same way. */
  publishNext(publisher: Publisher, changes: UpdateAppInput, to?: Shown): Promise<void>;
  /** Installs an app, unless the organisation has it. Waits until billing's news of its account has arrived. */
  install(orgId: string, subject: string, appId: string): Promise<void>;
  /** Ends an organisation's install of an app. */
  uninstall(orgId: string, subject: string, appId: string): Promise<void>;
};

/** Whom a publication is for: everybody, where it is not said. */
type Shown = 'PUBLIC' | 'ORGANIZATION' | { readonly team: string };

/** The day before a month, at its start: what happened then was there for the whole of the month. */
export const before = (month: string): Date => periodOf(addDays(dayOf(periodOf(month).start), -1)).start;

const actor = (subject: string, orgId: string, role: Role): Actor => ({
  principal: subject,
  kind: 'user',
  orgId,
  roles: [role],
  teams: [],
});

/** Throws a Failure in production, where no past is made. */
export function refuseProduction(): void {
  if (process.env['NODE_ENV'] === 'production')
    throw new Failure('usage', 'The past is made for demos and tests only; NODE_ENV is production.');
}

/** Does what the work asks for at a past instant, in a running system, under its production roles. Throws a Failure in production. */
export async function inThePast(world: World, instant: Date, work: (past: Past) => Promise<void>): Promise<void> {
  refuseProduction();
  const { dataDir, ports, databaseAdminUrl: adminUrl, temporalAddress, tokens } = world.doors;
  const values = variables({ secrets: loadSecrets(dataDir), ports, adminUrl, temporalAddress, tokens });
  const open = (schema: 'catalog' | 'usage' | 'billing', role: 'request' | 'worker') => {
    const entities = { catalog: catalogEntities, usage: usageEntities, billing: billingEntities }[schema];
    return openDatabase({ url: values[urlVariable(schema, role)] ?? '', schema, entities, poolSize: 2 });
  };
  const [catalogRequest, catalogWorker, usageWorker, billingRequest, billingWorker] = await Promise.all([
    open('catalog', 'request'),
    open('catalog', 'worker'),
    open('usage', 'worker'),
    open('billing', 'request'),
    open('billing', 'worker'),
  ]);
  const now = () => instant;
  const deps = { store: createCatalogStore(catalogRequest), now, newId };
  const catalog = createCatalog(deps);
  const publishing = createCatalog({ ...deps, store: createCatalogStore(catalogWorker) });
  // That the news has not arrived is waited for below, and by nothing in between.
  const installing = createInstalling({ ...deps, accounts: { caughtUp: async () => true, knows: async () => true } });
  const usage = createUsage({ store: createUsageStore(usageWorker), now });
  const billing = createBilling({ store: createBillingStore(billingRequest), now, newId });
  const pricing = createBilling({ store: createBillingStore(billingWorker), now, newId });
  /** Lists a version at its price, as an imported publication. */
  const show = async (orgId: string, appId: string, versionNumber: number, to: Shown = 'PUBLIC') => {
    const { number, digest, manifest } = await publishing.reviewedVersion(orgId, appId, versionNumber);
    await usage.meterUnits(orgId, appId, meteredUnits(manifest));
    const version = { orgId, appId, digest, audience: audienceOf(to) };
    const { priceVersionId } = await pricing.putPriceInForce({
      ...version,
      versionNumber: number,
      publishRequestId: newId('imp'),
      pricing: manifest.pricing_template,
    });
    await publishing.publishVersion({ ...version, number, priceVersionId });
    await pricing.announcePrice({ orgId, appId, priceVersionId });
  };
  try {
    await work({
      async openAccount(orgId, subject, currency = 'USD') {
        const input = { kind: 'external', currency, idempotencyKey: `account of ${orgId}` } as const;
        await unless(['ACCOUNT_EXISTS', 'IDEMPOTENCY_KEY_REUSED'], billing.openAccount(actor(subject, orgId, 'billing_admin'), input));
      },
      async publish({ org: orgId, creator }, input, to) {
        const made = await unless(['APP_ID_TAKEN'], catalog.registerApp(actor(creator, orgId, 'publisher'), fromInput(input)));
        if (made) await show(orgId, input.appId, 1, to);
      },
      async publishNext({ org: orgId, creator }, { appId, ...changes }, to) {
        const { latestVersion } = await catalog.updateApp(actor(creator, orgId, 'publisher'), appId, changesFrom(changes));
        await show(orgId, appId, latestVersion, to);
      },
      async install(orgId, subject, appId) {
        const by = actor(subject, orgId, 'billing_admin');
        await eventually(`the account of ${orgId} in the catalog`, async () => {
          const known = await installing.installApp(by, appId).catch((error: unknown) => error);
          if (!(known instanceof Error)) return true;
          const code = known instanceof UserError ? known.code : undefined;
          if (code === 'ALREADY_INSTALLED') return true;
          if (code !== 'ACCOUNT_REQUIRED') throw known;
          return undefined;
        });
      },
      async uninstall(orgId, subject, appId) {
        await catalog.uninstallApp(actor(subject, orgId, 'billing_admin'), appId);
      },
    });
  } finally {
    await Promise.all([catalogRequest, catalogWorker, usageWorker, billingRequest, billingWorker].map((database) => database.close()));
  }
}

function audienceOf(to: Shown) {
  if (typeof to === 'object') return { kind: 'team', team: to.team } as const;
  return to === 'PUBLIC' ? ({ kind: 'public' } as const) : ({ kind: 'organization' } as const);
}

/** Whether the work was done; a refusal under one of these codes means that it had been before. */
async function unless(codes: readonly string[], work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof UserError && codes.includes(error.code ?? '')) return false;
    throw error;
  }
}
