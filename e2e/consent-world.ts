import { randomBytes } from 'node:crypto';
import { sendEvents, withSigningKey } from '@guildhall/local/story/events.ts';
import { makeOrganization } from '@guildhall/local/story/organizations.ts';
import { approve, completeApp, requestPublication, update, type Publisher } from '@guildhall/local/story/publish.ts';
import { done, eventually } from '@guildhall/local/story/world.ts';
import { RequestFailed } from '@guildhall/operations/client.ts';
import {
  InstallAppDocument,
  InstallsDocument,
  OpenAccountDocument,
  type Audience,
  type InstallsQuery,
  type RegisterAppInput,
  type Role,
} from '@guildhall/operations/generated/operations.ts';
import { sharedSystem, worldWith } from './shared-world.ts';

type Pricing = RegisterAppInput['pricingTemplate'];
export const payg = (pricePerUnit: string, ...units: readonly string[]): Pricing => ({
  model: 'PAYG',
  prices: units.map((unit) => ({ unit, pricePerUnit })),
});

/** A publisher with a team, an organisation that pays and one that comes later, whose names are nobody else's. */
export async function makeConsentWorld() {
  const tag = randomBytes(4).toString('hex');
  const named = (name: string) => `user:${name}-${tag}`;
  const ROLES = {
    maker: ['MEMBER', 'PUBLISHER'],
    second: ['MEMBER', 'APPROVER'],
    cashier: ['MEMBER', 'BILLING_ADMIN'],
    insider: ['MEMBER'],
    outsider: ['MEMBER'],
    payer: ['MEMBER', 'BILLING_ADMIN'],
    clerk: ['MEMBER'],
    newcomer: ['MEMBER', 'BILLING_ADMIN'],
  } as const satisfies Record<string, readonly Role[]>;
  type Name = keyof typeof ROLES;
  const OF: Readonly<Record<string, readonly Name[]>> = {
    maker: ['maker', 'second', 'cashier', 'insider', 'outsider'],
    payer: ['payer', 'clerk'],
    newcomer: ['newcomer'],
  };
  const system = sharedSystem();
  const world = await worldWith(
    system,
    Object.values(OF).flatMap((names) => names.map(named)),
  );
  const orgs = { maker: `org:maker-${tag}`, payer: `org:payer-${tag}`, newcomer: `org:newcomer-${tag}` };
  for (const [org, id] of Object.entries(orgs)) {
    const members = (OF[org] ?? []).map((name) => ({ subject: named(name), roles: ROLES[name] }));
    await makeOrganization(world, { id, name: `The ${org} ${tag}`, members });
  }
  const homeOf = (name: Name) => (OF['maker']?.includes(name) ? orgs.maker : OF['payer']?.includes(name) ? orgs.payer : orgs.newcomer);
  const publisher: Publisher = { org: orgs.maker, creator: named('maker'), approver: named('second') };

  return {
    tag,
    system,
    world,
    orgs,
    named,
    publisher,
    as: (name: Name) => world.as(named(name), homeOf(name)),
    app: (appId: string, pricing: Pricing): RegisterAppInput => ({
      ...completeApp(appId, pricing),
      ownerId: publisher.creator,
      title: `Consent ${appId}`,
    }),
    /** Publishes the app's next version, at this price, through the doors. */
    async publishNext(appId: string, pricingTemplate: Pricing, audience: Audience = 'PUBLIC'): Promise<void> {
      await update(world, publisher, { appId, pricingTemplate });
      const { status } = await approve(world, publisher, await requestPublication(world, publisher, appId, audience));
      if (status !== 'PUBLISHED') throw new Error(`${appId} is ${status}`);
    },
    async openAccount(name: Name, currency: string): Promise<void> {
      const input = { kind: 'EXTERNAL' as const, currency, idempotencyKey: `account in ${currency}` };
      done((await this.as(name).send(OpenAccountDocument, { input })).openAccount);
    },
    /** Installs the app, naming the price version that was shown when there is one. */
    install: async (name: Name, appId: string, priceVersionId?: string) =>
      (await world.as(named(name), homeOf(name)).send(InstallAppDocument, { input: { appId, priceVersionId: priceVersionId ?? null } }))
        .installApp,
    /** The install of an app in the payer's own list, once it is as wanted. */
    async listed(name: Name, appId: string, wanted: (install: Listed) => boolean = () => true): Promise<Listed> {
      return eventually(`the install of ${appId} as wanted`, async () => {
        const { installs } = await world.as(named(name), homeOf(name)).send(InstallsDocument, { first: 100 });
        return installs?.edges.map(({ node }) => node).find((node) => node.app?.id === appId && wanted(node));
      });
    },
    /** Has the payer use an app at an instant, as its runtime reports it. */
    async use(appId: string, timestamp: string, payload: Readonly<Record<string, string | number>>): Promise<void> {
      const event = { event_id: `use-${randomBytes(6).toString('hex')}`, timestamp, app_id: appId, action: 'work', payload };
      const whole = { ...event, org_id: orgs.payer, actor_id: named('payer') };
      const [receipt] = await withSigningKey(world, publisher, appId, (key) => sendEvents(world, key, [whole]));
      if (receipt?.status !== 'new') throw new Error(`The event was ${receipt?.status}: ${receipt?.message}`);
    },
  };
}
export type ConsentWorld = Awaited<ReturnType<typeof makeConsentWorld>>;

type Listed = NonNullable<InstallsQuery['installs']>['edges'][number]['node'];

export const codesOf = ({ userErrors }: { readonly userErrors: readonly { readonly code: string }[] }) =>
  userErrors.map(({ code }) => code);

/** The code by which a whole request was refused. */
export async function refusalOf(request: Promise<unknown>): Promise<string | undefined> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const failed = error instanceof Error && error.cause instanceof RequestFailed ? error.cause : error;
  if (failed instanceof RequestFailed) return failed.code;
  throw new Error('The request was not refused', { cause: error });
}
