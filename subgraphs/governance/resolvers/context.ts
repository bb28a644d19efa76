import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { byId } from '@guildhall/platform/graphql/loader.ts';
import DataLoader from 'dataloader';
import type { Governance } from '../index.ts';

/** What one request's resolvers share. */
export type Context = ReturnType<ReturnType<typeof createContext>>;

export const createContext = (governance: Governance) => (actor: Actor) => ({
  actor,
  governance,
  members: byId(
    (ids) => governance.membersByIds(actor, ids),
    ({ principalId }) => principalId,
  ),
  teamsOf: new DataLoader<string, string[]>(async (ids) => {
    const teams = await governance.teamsOfMembers(actor, ids);
    return ids.map((id) => teams.get(id) ?? []);
  }),
  requests: byId(
    (ids) => governance.publishRequestsByIds(actor, ids),
    ({ id }) => id,
  ),
  checks: new DataLoader(async (requestIds: readonly string[]) => {
    const checks = await governance.checksOf(actor, requestIds);
    return requestIds.map((id) => checks.filter(({ publishRequestId }) => publishRequestId === id));
  }),
});
