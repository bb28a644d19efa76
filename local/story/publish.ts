import {
  AppStateDocument,
  DecidePublishRequestDocument,
  InstallAppDocument,
  PublishRequestByIdDocument,
  RegisterAppDocument,
  RequestPublishDocument,
  UpdateAppDocument,
  type Audience,
  type PublishRequestStateFragment,
  type RegisterAppInput,
  type UpdateAppInput,
} from '@guildhall/operations/generated/operations.ts';
import { Failure } from '../failure.ts';
import { done, eventually, type World } from './world.ts';

/** A complete app: what registering needs and what publishing asks for beyond. */
export function completeApp(appId: string, pricingTemplate: RegisterAppInput['pricingTemplate']): RegisterAppInput {
  return {
    appId,
    title: 'Where2Eat - group diner recommender',
    shortDescription: 'AI-based dining recommender for friend groups',
    longDescription: 'Reads what a group of friends likes and dislikes, and proposes places to eat that suit all of them. Keeps nothing.',
    ownerId: 'user:beckayu',
    tags: ['dining', 'recommendation', 'social'],
    domainLabels: ['leisure'],
    capabilities: ['READ'],
    dataScopes: ['USER'],
    runtimeDescriptor: { type: 'SERVERLESS', handler: '/invoke' },
    pricingTemplate,
  };
}

export type Publisher = { readonly org: string; readonly creator: string; readonly approver: string };
export const NORTHWIND: Publisher = { org: 'org:northwind', creator: 'user:beckayu', approver: 'user:priya' };

/** Registers an app, unless it is registered already. */
export async function register(world: World, { org, creator }: Publisher, input: RegisterAppInput): Promise<void> {
  done((await world.as(creator, org).send(RegisterAppDocument, { input })).registerApp, 'APP_ID_TAKEN');
}

/** Makes an app's next version. */
export async function update(world: World, { org, creator }: Publisher, input: UpdateAppInput): Promise<void> {
  done((await world.as(creator, org).send(UpdateAppDocument, { input })).updateApp);
}

/** Asks to publish the newest version and waits until a person is needed, or none was. The same key asks for nothing new. */
export async function requestPublication(
  world: World,
  { org, creator }: Publisher,
  appId: string,
  audience: Audience = 'PUBLIC',
  idempotencyKey: string = crypto.randomUUID(),
): Promise<PublishRequestStateFragment> {
  const client = world.as(creator, org);
  const { app } = await client.send(AppStateDocument, { appId });
  if (!app) throw new Failure('refused', `${org} has no app ${appId}.`);
  const input = { appId, version: app.version.number, audience, idempotencyKey };
  const { publishRequest } = done((await client.send(RequestPublishDocument, { input })).requestPublish);
  if (!publishRequest) throw new Failure('refused', `The request to publish ${appId} was not made.`);
  return reached(world, { org, as: creator }, publishRequest.id, (status) => status !== 'PENDING_CHECKS' && status !== 'PUBLISHING');
}

/** Approves a request as its approver and waits until the app is listed. */
export async function approve(
  world: World,
  { org, approver }: Publisher,
  request: PublishRequestStateFragment,
): Promise<PublishRequestStateFragment> {
  const input = {
    publishRequestId: request.id,
    verdict: 'APPROVE' as const,
    digest: request.digest,
    idempotencyKey: `approve ${request.id}`,
  };
  done((await world.as(approver, org).send(DecidePublishRequestDocument, { input })).decidePublishRequest);
  return reached(world, { org, as: approver }, request.id, (status) => status !== 'AWAITING_APPROVAL' && status !== 'PUBLISHING');
}

/** The request once its status is as wanted. */
export function reached(
  world: World,
  { org, as }: { readonly org: string; readonly as: string },
  id: string,
  wanted: (status: PublishRequestStateFragment['status']) => boolean,
): Promise<PublishRequestStateFragment> {
  return eventually(`publish request ${id}`, async () => {
    const { publishRequest } = await world.as(as, org).send(PublishRequestByIdDocument, { id });
    return publishRequest && wanted(publishRequest.status) ? publishRequest : undefined;
  });
}

/** Registers, checks, approves and publishes an app, unless it is published already; goes on where an earlier try was cut off. */
export async function publishWhole(
  world: World,
  publisher: Publisher,
  input: RegisterAppInput,
  audience: Audience = 'PUBLIC',
): Promise<void> {
  await register(world, publisher, input);
  const { app } = await world.as(publisher.creator, publisher.org).send(AppStateDocument, { appId: input.appId });
  if (app?.publishedVersion) return;
  const asked = await requestPublication(world, publisher, input.appId, audience, `publish ${input.appId}`);
  // That key asks once: what came to nothing is asked for again under another.
  const open = asked.status === 'AWAITING_APPROVAL' || asked.status === 'PUBLISHED';
  const request = open ? asked : await requestPublication(world, publisher, input.appId, audience);
  const closed = request.status === 'AWAITING_APPROVAL' ? await approve(world, publisher, request) : request;
  if (closed.status !== 'PUBLISHED')
    throw new Failure('refused', `${input.appId} was not published: ${closed.status}, ${closed.reason ?? 'see its findings'}`);
}

/** Installs an app for an organisation, unless it has it. */
export async function install(world: World, org: string, subject: string, appId: string): Promise<void> {
  done((await world.as(subject, org).send(InstallAppDocument, { input: { appId } })).installApp, 'ALREADY_INSTALLED');
}
