import type { EventType } from './event.ts';

export const SUBGRAPHS = ['catalog', 'usage', 'billing', 'governance'] as const;
export type Subgraph = (typeof SUBGRAPHS)[number];

type Declared = {
  /** Whose outbox it reads. */
  readonly source: Subgraph;
  /** In whose schema its cursor and what it keeps lie, and whose process runs it. */
  readonly receiver: Subgraph;
  readonly consumes: readonly EventType[];
  readonly does: string;
};

const declare = <const Consumers extends Readonly<Record<string, Declared>>>(consumers: Consumers) => consumers;

/** Every consumer of a stream under the name of its cursor: a new one is a row here and its handlers. */
export const consumers = declare({
  accounts: {
    source: 'billing',
    receiver: 'catalog',
    consumes: ['billing.account.changed'],
    does: 'knows who has an account in which currency',
  },
  'listed-prices': {
    source: 'billing',
    receiver: 'catalog',
    consumes: ['billing.price.changed'],
    does: 'knows the prices of what 0.1.0 listed',
  },
  organizations: {
    source: 'governance',
    receiver: 'catalog',
    consumes: ['governance.organization.created', 'governance.organization.renamed', 'governance.publish.abandoned'],
    does: 'knows the names of publishers; lets an app be unpublished again when its publishing was abandoned',
  },
  'usage.catalog': {
    source: 'catalog',
    receiver: 'usage',
    consumes: [
      'catalog.version.created',
      'catalog.app.published',
      'catalog.app.withdrawn',
      'catalog.install.changed',
      'catalog.hold.changed',
    ],
    does: 'knows whose app it is, in which units it is metered, who may be counted, and what waits in the catalog',
  },
  'usage.billing': {
    source: 'billing',
    receiver: 'usage',
    consumes: ['billing.hold.changed'],
    does: 'knows what waits in billing, so that use of it is postponed',
  },
  'usage.governance': {
    source: 'governance',
    receiver: 'usage',
    consumes: ['governance.hold.changed'],
    does: 'knows what waits in governance, so that use of it is postponed',
  },
  installs: {
    source: 'catalog',
    receiver: 'billing',
    consumes: ['catalog.install.changed'],
    does: 'knows installs and the price versions that they were shown',
  },
  'consumer-names': {
    source: 'governance',
    receiver: 'billing',
    consumes: ['governance.organization.created', 'governance.organization.renamed'],
    does: 'knows the names under which publishers see who uses their apps',
  },
  'catalog-versions': {
    source: 'catalog',
    receiver: 'governance',
    consumes: ['catalog.version.created', 'catalog.dead_letter.settled'],
    does: 'knows who made which version; writes what was done with dead letters into the audit trail',
  },
  'publish-relay': {
    source: 'governance',
    receiver: 'governance',
    consumes: ['governance.publish.requested', 'governance.decision.made'],
    does: 'starts publish approvals in Temporal and tells them decisions',
  },
  'usage-audit': {
    source: 'usage',
    receiver: 'governance',
    consumes: ['usage.dead_letter.settled'],
    does: 'writes what was done with dead letters into the audit trail',
  },
  'billing-audit': {
    source: 'billing',
    receiver: 'governance',
    consumes: ['billing.dead_letter.settled'],
    does: 'writes what was done with dead letters into the audit trail',
  },
});

type ConsumerName = keyof typeof consumers;
/** The consumers that a subgraph runs. */
export type ConsumersOf<Receiver extends Subgraph> = {
  [Name in ConsumerName]: (typeof consumers)[Name]['receiver'] extends Receiver ? Name : never;
}[ConsumerName];
export type SourceOf<Name extends ConsumerName> = (typeof consumers)[Name]['source'];
