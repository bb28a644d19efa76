import type { OutboxEvent } from '@guildhall/events/event.ts';
import type { Organization } from './organization.ts';
import type { Decision, PublishRequest } from './publish-request.ts';

/** A tenant came to be; billing opens its account. */
export const organizationCreated = ({ id, name }: Organization, at: Date): OutboxEvent => ({
  type: 'governance.organization.created',
  orgId: id,
  entityId: id,
  payload: { name },
  occurredAt: at,
});

/** A tenant has another name, which others may be shown. */
export const organizationRenamed = ({ id, name }: Organization, at: Date): OutboxEvent => ({
  type: 'governance.organization.renamed',
  orgId: id,
  entityId: id,
  payload: { name },
  occurredAt: at,
});

/** The relay starts the request's process. */
export const publishRequested = ({ id, orgId, requestedAt }: PublishRequest): OutboxEvent => ({
  type: 'governance.publish.requested',
  orgId,
  entityId: id,
  payload: { publishRequestId: id },
  occurredAt: requestedAt,
});

/** The catalog lets the app be unpublished again. */
export const publishAbandoned = ({ id, orgId, appId }: PublishRequest, at: Date): OutboxEvent => ({
  type: 'governance.publish.abandoned',
  orgId,
  entityId: id,
  payload: { publishRequestId: id, appId },
  occurredAt: at,
});

/** The relay tells the request's process. Told as of the request, so that no decision overtakes what starts the process, or another decision. */
export const decisionMade = ({ id, orgId, publishRequestId, madeAt }: Decision): OutboxEvent => ({
  type: 'governance.decision.made',
  orgId,
  entityId: publishRequestId,
  payload: { publishRequestId, decisionId: id },
  occurredAt: madeAt,
});
