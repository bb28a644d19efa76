import { randomBytes } from 'node:crypto';
import { DEMO_APP } from '@guildhall/local/seed.ts';
import { makeSigningKey, sendEvents, type SigningKey } from '@guildhall/local/story/events.ts';
import { makeOrganization } from '@guildhall/local/story/organizations.ts';
import { closePeriod } from '@guildhall/local/story/processes.ts';
import { before, inThePast } from '@guildhall/local/past.ts';
import { completeApp, NORTHWIND, requestPublication, type Publisher } from '@guildhall/local/story/publish.ts';
import type { SystemFile } from '@guildhall/local/system-file.ts';
import { invoiceOf, lastClosed } from '@guildhall/local/story/tell.ts';
import { done, type World } from '@guildhall/local/story/world.ts';
import {
  AddMemberDocument,
  CreateApiKeyDocument,
  CreatePersonDocument,
  UpdateAppDocument,
} from '@guildhall/operations/generated/operations.ts';
import { settled, sql } from './database.ts';
import { openDoors } from './doors.ts';
import { worldWith } from './shared-world.ts';
import { marksOf } from './victim-marks.ts';

/** An organisation that has one of everything, the ids of it all, and what nobody else may read. */
export type Victim = {
  readonly org: string;
  /** Published to the organisation, with a request for its second version open. */
  readonly appId: string;
  readonly versionId: string;
  /** A word that only this app is found by. */
  readonly word: string;
  readonly publishRequestId: string;
  readonly digest: string;
  readonly signingKeyId: string;
  readonly apiKeyId: string;
  readonly invoiceId: string;
  /** Of its own app, which nobody else may see. */
  readonly installId: string;
  readonly priceVersionId: string;
  readonly eventId: string;
  readonly owner: string;
  readonly teamId: string;
  /** An app for everybody, with a second version that nobody was shown, and use and revenue of a client. */
  readonly shop: { readonly appId: string; readonly word: string; readonly client: string };
  /** Both lie in the past, and what the victim used and owes lies in them. */
  readonly month: string;
  readonly week: string;
  /** Begins or ends the ids that nobody else can take; a row or an answer with it tells of the victim. */
  readonly tag: string;
  /** Every id that its own tables hold, and names and figures that it alone has. */
  readonly marks: readonly string[];
  /** Those of them that the catalog shows everybody of the shop. */
  readonly shown: readonly string[];
  /** A world that knows the tokens of its people. */
  readonly world: World;
};

/** Makes the victim; `tag` is eight hexadecimal digits, and others each time. */
export async function makeVictim(system: SystemFile, tag: string): Promise<Victim> {
  const org = `org:victim-${tag}`;
  // Others may name the same people and teams, so that a row with one of these is not the victim's yet.
  const names = randomBytes(4).toString('hex');
  const [owner, approver, teamId] = [`user:owner-${names}`, `user:second-${names}`, `team:t-${names}`];
  const world = await worldWith(system, [owner, approver]);
  const publisher: Publisher = { org, creator: owner, approver };
  const { month, week, day } = lastClosed(new Date());
  await makePeople(world, tag, publisher, teamId);
  const { apiKey } = done(
    (await world.as(owner, org).send(CreateApiKeyDocument, { input: { name: `key ${tag}`, roles: ['MEMBER'] } })).createApiKey,
  );

  const plan = { appId: `private-${tag}`, word: `plan${names}` };
  const priced = (price: string) => ({ model: 'PAYG' as const, prices: [{ unit: 'invocation', pricePerUnit: price }] });
  const shop = { appId: `shop-${tag}`, word: `boutique${names}`, client: `org:client-${tag}` };
  await makeOrganization(world, { id: shop.client, name: `Client ${tag}`, members: [CLIENT] });
  await inThePast(world, before(month), async (past) => {
    await past.openAccount(org, owner);
    await past.openAccount(shop.client, CLIENT.subject);
    const ofOwner = (appId: string, price: string, title: string) => ({ ...completeApp(appId, priced(price)), ownerId: owner, title });
    // A page costs so much that nobody can owe for many: that line is held, in the open month, since others share the reports of closed ones.
    const pages = { unit: 'pages', pricePerUnit: '1000000000' };
    const own = ofOwner(plan.appId, '7.77', `Private ${plan.word}`);
    const { pricingTemplate } = own;
    await past.publish(
      publisher,
      { ...own, pricingTemplate: { ...pricingTemplate, prices: [...(pricingTemplate.prices ?? []), pages] } },
      'ORGANIZATION',
    );
    await past.publish(publisher, ofOwner(shop.appId, '13.13', `Open ${shop.word}`));
    await past.install(org, owner, DEMO_APP);
    await past.install(org, owner, plan.appId);
    await past.install(shop.client, CLIENT.subject, shop.appId);
  });
  await update(world, publisher, plan.appId, `Next private ${tag}`);
  const request = await requestPublication(world, publisher, plan.appId, 'ORGANIZATION');
  await update(world, publisher, shop.appId, `Next open ${tag}`);
  await settled(system.databaseAdminUrl);
  const eventId = `used-${tag}`;
  const use = async (key: SigningKey, app_id: string, by: User, payload: Use, ...ids: readonly string[]) => {
    const at = { timestamp: `${by.on ?? `${month}-03`}T10:00:00Z`, app_id, org_id: by.org, actor_id: by.actor };
    const events = ids.map((event_id) => ({ event_id, ...at, action: 'invoke', payload }));
    const refused = (await sendEvents(world, key, events)).find(({ status }) => status !== 'new');
    if (refused) throw new Error(`An event was ${refused.status}: ${refused.message}`);
  };
  const [own, client] = [
    { org, actor: owner },
    { org: shop.client, actor: CLIENT.subject },
  ];
  const signingKey = await makeSigningKey(world, publisher, plan.appId);
  await use(await makeSigningKey(world, NORTHWIND, DEMO_APP), DEMO_APP, own, { tokens: 31_337 }, eventId);
  await use(signingKey, plan.appId, own, { tokens: 51_337 }, `own-${tag}`);
  await use(signingKey, plan.appId, { ...own, on: day }, { pages: '1000000000000' }, `held-${tag}`);
  await use(await makeSigningKey(world, publisher, shop.appId), shop.appId, client, { tokens: 20_003 }, `a-${tag}`, `b-${tag}`, `c-${tag}`);
  await closePeriod(world, 'day', day);
  await closePeriod(world, 'month', month);
  const invoice = await invoiceOf(world, org, owner, month);
  await makeDifference(system.databaseAdminUrl, org, () => closePeriod(world, 'week', week));

  const [bound] = await sql<{ install: string; price: string }>(
    system.databaseAdminUrl,
    `select id as install, price_version_id as price from catalog.install where org_id = $1 and app_id = $2`,
    [org, plan.appId],
  );
  const secret = await marksOf(system.databaseAdminUrl, { org, shop: shop.appId, owner });
  return {
    ...plan,
    org,
    versionId: `${plan.appId}@1`,
    publishRequestId: request.id,
    digest: request.digest,
    signingKeyId: signingKey.id,
    apiKeyId: apiKey?.id ?? '',
    invoiceId: invoice.id,
    installId: bound?.install ?? '',
    priceVersionId: bound?.price ?? '',
    eventId,
    owner,
    teamId,
    shop,
    month,
    week,
    tag,
    marks: [
      ...new Set([
        ...secret.marks,
        org,
        owner,
        approver,
        teamId,
        eventId,
        ...['Victim', 'Owner', 'Second', 'Guest', 'Team', 'key', 'Next private', 'Next open'].map((name) => `${name} ${tag}`),
        `Private ${plan.word}`,
        // What was used, what it was priced and came to, and what a report says of it; in quotes, for times and random ids are full of digits.
        ...['31337', '51337', '7.77', '60009', '39.39', '31337.5'].map((figure) => JSON.stringify(figure)),
      ]),
    ],
    shown: secret.shown,
    world,
  };
}

type Use = Readonly<Record<string, string | number>>;
/** Who uses an app, and on which day: the third of the closed month where none is named. */
type User = { readonly org: string; readonly actor: string; readonly on?: string };
const CLIENT = { subject: 'user:alice', roles: ['MEMBER', 'BILLING_ADMIN'] } as const;

/** The organisation with people whose names are its own, a team of one of them, and an invitation. */
async function makePeople(world: World, tag: string, { org, creator: owner, approver }: Publisher, teamId: string): Promise<void> {
  const plan = { id: org, name: `Victim ${tag}` };
  await makeOrganization(world, { ...plan, members: [] });
  const root = world.as('user:root', org);
  done((await root.send(CreatePersonDocument, { input: { id: owner, displayName: `Owner ${tag}` } })).createPerson);
  done((await root.send(CreatePersonDocument, { input: { id: approver, displayName: `Second ${tag}` } })).createPerson);
  const members = [
    { subject: owner, roles: ['MEMBER', 'PUBLISHER', 'APPROVER', 'BILLING_ADMIN'] },
    { subject: approver, roles: ['MEMBER', 'APPROVER'] },
  ] as const;
  await makeOrganization(world, { ...plan, members });
  // Whoever belongs to another organisation is invited, and is none of it until they accept.
  const guest = CLIENT.subject;
  done((await root.send(CreatePersonDocument, { input: { id: guest, displayName: `Guest ${tag}` } })).createPerson);
  done((await root.send(AddMemberDocument, { input: { principalId: guest, roles: ['MEMBER'] } })).addMember);
  const { urls, tokens } = world.doors;
  const { send } = openDoors(urls, { authorization: `Bearer ${tokens[owner]}` });
  for (const mutation of [
    `createTeam(input: { id: "${teamId}", name: "Team ${tag}" })`,
    `addTeamMember(input: { teamId: "${teamId}", principalId: "${owner}" })`,
  ]) {
    const answer = await send('graphql', JSON.stringify({ query: `mutation { team: ${mutation} { userErrors { code } } }` }));
    if (answer.body.data?.['team']?.userErrors.length !== 0) throw new Error(answer.text);
  }
}

async function update(world: World, { org, creator }: Publisher, appId: string, title: string): Promise<void> {
  done((await world.as(creator, org).send(UpdateAppDocument, { input: { appId, title } })).updateApp);
}

/** Reconciles while a bucket of the organisation is altered by hand, so that the newest report names a difference. */
async function makeDifference(url: string, org: string, reconcile: () => Promise<unknown>): Promise<void> {
  const alter = (from: string, to: string) =>
    sql(url, `update usage.usage_hour set quantity = $3 where org_id = $1 and unit = 'token' and quantity = $2 returning 1`, [
      org,
      from,
      to,
    ]);
  const altered = await alter('31337', '31337.5');
  try {
    if (altered.length !== 1) throw new Error(`${org} has ${altered.length} buckets of 31,337 tokens, not one.`);
    await reconcile();
  } finally {
    await alter('31337.5', '31337');
  }
}
