import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { DeadLetters } from '@guildhall/platform/stream/dead-letters.ts';
import { byId } from '@guildhall/platform/graphql/loader.ts';
import DataLoader from 'dataloader';
import type { Governance } from '../index.ts';

/** What one request's resolvers share. */
export type Context = ReturnType<ReturnType<typeof createContext>>;

export const createContext = (governance: Governance, deadLetters: DeadLetters) => (actor: Actor) => ({
  actor,
  deadLetters,
  governance,
  organizations: byId(
    async (ids) => (await Promise.all(ids.map((id) => governance.organization(actor, id)))).filter((found) => found !== undefined),
    ({ id }) => id,
  ),
  people: byId(
    (ids) => governance.peopleByIds(actor, ids),
    ({ id }) => id,
  ),
  // Not remembered, for the next mutation of the same request may change them.
  teamsOf: new DataLoader<string, string[]>(
    async (ids) => {
      const teams = await governance.teamsOfMembers(actor, ids);
      return ids.map((id) => teams.get(id) ?? []);
    },
    { cache: false },
  ),
  requests: byId(
    (ids) => governance.publishRequestsByIds(actor, ids),
    ({ id }) => id,
  ),
  checks: byRequest((requestIds) => governance.checksOf(actor, requestIds)),
  decisions: byRequest((requestIds) => governance.decisionsOf(actor, requestIds)),
});

/** Loads what belongs to publish requests, one query a tick of the request. */
function byRequest<Row extends { readonly publishRequestId: string }>(load: (requestIds: readonly string[]) => Promise<readonly Row[]>) {
  return new DataLoader<string, Row[]>(async (requestIds) => {
    const rows = Map.groupBy(await load(requestIds), ({ publishRequestId }) => publishRequestId);
    return requestIds.map((id) => rows.get(id) ?? []);
  });
}
