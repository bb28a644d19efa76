import { z } from 'zod';

/**
 * What waits while an event of a type is dead: everything that is billed to the event's organisation, everything of its app, or nothing
 * beyond the later events of the same entity.
 */
export type Holds = 'organization' | 'app' | 'nothing';

type Contract<Payload extends z.ZodType> = {
  readonly payload: Payload;
  readonly holds: Holds;
  /** It holds the state of its entity: the last one is kept for future consumers when it is dropped from the outbox. */
  readonly state: boolean;
  /** What an event of this type says, for the table of events. */
  readonly says: string;
};

/** Something happened, once. */
const event = <Payload extends z.ZodType>(holds: Holds, says: string, payload: Payload): Contract<Payload> => ({
  payload,
  holds,
  state: false,
  says,
});
/** How an entity is from now on. */
const state = <Payload extends z.ZodType>(holds: Holds, says: string, payload: Payload): Contract<Payload> => ({
  payload,
  holds,
  state: true,
  says,
});

const id = z.string().min(1).max(300);
/** Nothing of ours happened before 2000 or will after 2999: such a year is a mistake. */
const instant = z.iso.datetime().refine((text) => text >= '2000' && text < '3000');
const day = z.iso.date();
const count = z.int().min(0);
/** The only team of the publisher that the app was visible to; null when it was visible to others too. Absent in earlier events. */
const team = id.nullable().default(null);
/** Whose installs a price may bind: those of the publisher's own organisation, or of every other. */
const audience = z.enum(['OWN', 'PUBLIC']);

/** A platform admin retried or dropped a dead letter of one of the subgraph's consumers. */
const settled = event(
  'nothing',
  'A platform admin retried or dropped a dead letter, for the audit trail',
  z.object({ consumer: id, eventId: z.string(), eventType: z.string(), how: z.enum(['retry', 'drop']), by: id, error: z.string() }),
);

/** Something waits in the other subgraphs too. Texts have no limits here, because a poison event may have any. */
const held = state(
  'organization',
  'An organisation, or an app of it, waits because an event of an entity could not be processed, or no longer does',
  z.object({ consumer: z.string(), appId: z.string().nullable(), held: z.boolean() }),
);

/** Every event that a subgraph emits: `<subgraph>.<entity>.<past verb>`, with facts as ids, counts and short strings. */
export const contracts = {
  'catalog.version.created': state(
    'app',
    'A version of an app exists',
    z.object({
      appId: id,
      number: count,
      digest: id,
      title: z.string(),
      ownerId: id,
      registeredBy: id,
      createdBy: id,
      canExport: z.boolean(),
    }),
  ),
  'catalog.app.published': state(
    'app',
    'A version is listed; `publication` orders publications and withdrawals of an app',
    z.object({ appId: id, number: count, digest: id, units: z.array(id), publication: count, team }),
  ),
  'catalog.app.withdrawn': state(
    'app',
    'An app is no longer listed',
    z.object({ appId: id, publication: count, team: id.nullable().optional() }),
  ),
  'catalog.stream.marked': event('nothing', 'A place in the stream; a month waits until billing read past it', z.object({})),
  'catalog.install.changed': state(
    'organization',
    'An install opened or closed, as its whole state',
    z.object({
      installId: id,
      appId: id,
      installedAt: instant,
      uninstalledAt: instant.nullable(),
      /** Absent in events of 0.1.0, whose installs are bound by the upgrade. */
      publisher: id.nullable().default(null),
      audience: audience.nullable().default(null),
      priceVersionId: id.nullable().default(null),
      /** As above; empty in earlier events, of which nobody knows it. */
      team: z.string().max(300).nullable().default(''),
    }),
  ),
  'governance.organization.created': state('nothing', 'A tenant exists, under this name', z.object({ name: z.string() })),
  'governance.organization.renamed': state('nothing', 'A tenant has another name', z.object({ name: z.string() })),
  'governance.publish.requested': event('nothing', 'A publish request was made', z.object({ publishRequestId: id })),
  'governance.publish.abandoned': event(
    'nothing',
    'The process of a publish request was terminated, and the request is closed',
    z.object({ publishRequestId: id, appId: id }),
  ),
  'governance.decision.made': event(
    'nothing',
    'A decision on a publish request waits to be applied',
    z.object({ publishRequestId: id, decisionId: id }),
  ),
  'billing.account.changed': state(
    'organization',
    'An account was opened or changed, as its whole state',
    z.object({
      kind: z.enum(['external', 'internal']),
      currency: id,
      openedAt: instant.nullable().default(null),
      /** Until when its currency may be changing. */
      changingUntil: instant.nullable().default(null),
    }),
  ),
  'billing.price.changed': state(
    'app',
    'A price version of an app is in force or withdrawn; `listed` when it gives a listing of 0.1.0 its price',
    z.object({ appId: id, priceVersionId: id.nullable(), number: count.nullable(), listed: z.literal(true).optional() }),
  ),
  'billing.price.announced': state(
    'app',
    'A published price version binds open installs of its audiences from a day on',
    z.object({ appId: id, priceVersionId: id, number: count, audiences: z.array(audience).min(1), bindsFrom: day }),
  ),
  'billing.price.accepted': state(
    'organization',
    'An organisation accepted a price version for an install',
    z.object({ installId: id, appId: id, priceVersionId: id, bindsFrom: day }),
  ),
  'billing.invoice.finalized': event(
    'nothing',
    'An invoice is final',
    z.object({ invoiceId: id, number: id.nullable(), month: z.string() }),
  ),
  'catalog.hold.changed': held,
  'billing.hold.changed': held,
  'governance.hold.changed': held,
  'catalog.dead_letter.settled': settled,
  'usage.dead_letter.settled': settled,
  'billing.dead_letter.settled': settled,
} as const;
