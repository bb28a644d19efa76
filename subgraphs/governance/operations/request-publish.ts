import { refusal, UnavailableError, type Fault } from '@guildhall/platform/errors.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { publishRequested } from '../domain/events.ts';
import { authorize, refuseAny, teamNotFound } from '../domain/organization.ts';
import { requestNotFound, type Audience, type PublishRequest } from '../domain/publish-request.ts';
import type { GovernanceDeps } from './deps.ts';

export type RequestPublishInput = {
  readonly appId: string;
  readonly version: number;
  readonly audience: Audience['kind'];
  readonly team: string | null;
  readonly idempotencyKey: string;
};

/** How long a version that was registered a moment ago may take to come over the stream. */
const STREAM_MS = 2_000;

/**
 * Asks to publish a version of one of the organisation's apps: the request, and the word to its process, in one transaction.
 * Throws `INVALID_INPUT`, `APP_VERSION_NOT_FOUND`, `TEAM_NOT_FOUND`, `REQUEST_OPEN`, `IDEMPOTENCY_KEY_REUSED`; {@link UnavailableError}
 * while the version may be one that has not come over the stream.
 */
export async function requestPublish(deps: GovernanceDeps, actor: Actor, input: RequestPublishInput): Promise<PublishRequest> {
  authorize(actor, 'publish.request');
  const { appId, version: number, idempotencyKey, ...asked } = input;
  refuseAny(audienceFaults(asked));
  const audience: Audience = asked.audience === 'team' ? { kind: 'team', team: asked.team ?? '' } : { kind: asked.audience };
  const known = () => deps.store.transaction(actor, (tx) => tx.versions.version(actor.orgId, appId, number));
  const early = await known();
  const caughtUp = early !== undefined || (await deps.caughtUp(STREAM_MS, actor.orgId));
  const version = early ?? (await known());
  return deps.store.transaction(actor, async (tx) => {
    const operation = `requestPublish/${actor.principal}`;
    const id = await tx.idempotency.once(actor.orgId, operation, idempotencyKey, { appId, number, ...asked }, async () => {
      // Only a copy that holds all can say that there is none.
      if (!version && !caughtUp)
        throw new UnavailableError(
          'Newly registered versions are still on their way here; try again in a moment with the same idempotencyKey.',
        );
      if (!version) throw refusal('APP_VERSION_NOT_FOUND', `Your organisation has no version ${number} of ${appId}.`, ['version']);
      if (audience.kind === 'team' && !(await tx.teams.byId(actor.orgId, audience.team))) throw teamNotFound(audience.team, 'team');
      const request: PublishRequest = {
        orgId: actor.orgId,
        id: deps.newId('pub'),
        appId,
        number,
        digest: version.digest,
        audience,
        requestedBy: actor.principal,
        requestedAt: deps.now(),
        status: 'PENDING_CHECKS',
        reason: null,
        closedAt: null,
      };
      await tx.requests.add(request);
      await tx.timeline.add({
        orgId: actor.orgId,
        publishRequestId: request.id,
        key: 'requested',
        event: 'REQUESTED',
        actor: actor.principal,
        text: `${actor.principal} asked to publish ${appId}@${number} to ${audience.kind === 'team' ? audience.team : audience.kind}.`,
        at: request.requestedAt,
      });
      await tx.outbox.emit(publishRequested(request));
      return request.id;
    });
    const [request] = await tx.requests.byIds(actor.orgId, [id]);
    if (!request) throw requestNotFound(id);
    return request;
  });
}

function audienceFaults({ audience, team }: Pick<RequestPublishInput, 'audience' | 'team'>): Fault[] {
  const fault = (message: string): Fault[] => [{ code: 'INVALID_INPUT', message, field: ['team'] }];
  if (audience === 'team') return team ? [] : fault('Name the team that should see the app.');
  return team === null ? [] : fault('A team goes with the audience TEAM only; leave it out, or change the audience.');
}
