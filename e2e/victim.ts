import { CreateApiKeyDocument } from '@guildhall/operations/generated/operations.ts';
import { DEMO_APP } from '@guildhall/local/seed.ts';
import { makeSigningKey, sendEvents } from '@guildhall/local/story/events.ts';
import { makeOrganization } from '@guildhall/local/story/organizations.ts';
import { closePeriod } from '@guildhall/local/story/processes.ts';
import { completeApp, install, NORTHWIND, register, requestPublication } from '@guildhall/local/story/publish.ts';
import { invoiceOf, lastClosed } from '@guildhall/local/story/tell.ts';
import { done, type World } from '@guildhall/local/story/world.ts';

/** An organisation that has one of everything, and the ids of it all. */
export type Victim = {
  readonly org: string;
  readonly appId: string;
  readonly versionId: string;
  readonly publishRequestId: string;
  readonly digest: string;
  readonly signingKeyId: string;
  readonly apiKeyId: string;
  readonly invoiceId: string;
  readonly lineIds: readonly string[];
  readonly eventId: string;
};

/** Makes an organisation with a private app, an open publish request, keys, use of another's app, and an invoice. */
export async function makeVictim(world: World, tag: string): Promise<Victim> {
  const org = `org:victim-${tag}`;
  const appId = `private-${tag}`;
  const members = [
    { subject: 'user:alice', roles: ['MEMBER', 'PUBLISHER', 'APPROVER', 'BILLING_ADMIN'] },
    { subject: 'user:priya', roles: ['MEMBER', 'APPROVER'] },
  ] as const;
  await makeOrganization(world, { id: org, name: `Victim ${tag}`, members, account: 'EXTERNAL' });
  const publisher = { org, creator: 'user:alice', approver: 'user:priya' };
  const pricing = { model: 'PAYG' as const, prices: [{ unit: 'invocation', pricePerUnit: '7.77' }] };
  await register(world, publisher, { ...completeApp(appId, pricing), ownerId: 'user:alice', title: `Private plan ${tag}` });
  const request = await requestPublication(world, publisher, appId, 'ORGANIZATION');
  const signingKey = await makeSigningKey(world, publisher, appId);
  const { apiKey } = done(
    (await world.as('user:alice', org).send(CreateApiKeyDocument, { input: { name: `key ${tag}`, roles: ['MEMBER'] } })).createApiKey,
  );

  await install(world, org, 'user:alice', DEMO_APP);
  const { month } = lastClosed(new Date());
  const eventId = `victim-${tag}`;
  const event = {
    event_id: eventId,
    timestamp: `${month}-03T10:00:00Z`,
    app_id: DEMO_APP,
    actor_id: 'user:alice',
    org_id: org,
    action: 'invoke',
    payload: { tokens: 31_337 },
  };
  await sendEvents(world, await makeSigningKey(world, NORTHWIND, DEMO_APP), [event]);
  await closePeriod(world, 'month', month);
  const invoice = await invoiceOf(world, org, 'user:alice', month);
  return {
    org,
    appId,
    versionId: `${appId}@1`,
    publishRequestId: request.id,
    digest: request.digest,
    signingKeyId: signingKey.id,
    apiKeyId: apiKey?.id ?? '',
    invoiceId: invoice.id,
    lineIds: invoice.lines.map(({ id }) => id),
    eventId,
  };
}
