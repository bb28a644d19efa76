import type { EventOf, Handlers } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { consumerStore } from './consumer-store.ts';

type Named = EventOf<'governance.organization.created' | 'governance.organization.renamed'>;
const keep = ({ orgId, occurredAt, payload: { name } }: Named, em: EntityManager) => consumerStore(em).putName(orgId, name, occurredAt);

/** Takes governance's names of organisations, under which publishers see who uses their apps. */
export const keepConsumerNames: Handlers<[EntityManager]> = {
  'governance.organization.created': keep,
  'governance.organization.renamed': keep,
};
