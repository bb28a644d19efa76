import type { EntityManager } from '@mikro-orm/postgresql';
import type { Decision } from '../domain/publish-request.ts';
import { DecisionEntity } from './entities.ts';

/** Decisions on one request that are shown; more than one can only come too late. */
const SHOWN = 100;

export type DecisionStore = {
  add(decision: Decision): Promise<void>;
  byId(orgId: string, id: string): Promise<Decision | undefined>;
  /** The first hundred on each of the requests named, oldest first. */
  ofRequests(orgId: string, publishRequestIds: readonly string[]): Promise<Decision[]>;
  /** What became of a decision; *worker* only. */
  settle(decision: Decision, outcome: Decision['outcome'], why: string | null): Promise<void>;
};

export function decisionStore(em: EntityManager): DecisionStore {
  return {
    async add(decision) {
      await em.insert(DecisionEntity, decision);
    },
    async byId(orgId, id) {
      const row = await em.findOne(DecisionEntity, { orgId, id }, { refresh: true });
      return row ? toDecision(row) : undefined;
    },
    async ofRequests(orgId, publishRequestIds) {
      const shown = await em.execute<{ id: string }[]>(
        `select shown.id from unnest(string_to_array(?, ',')) as request (id) cross join lateral (
           select d.id from governance.decision d where d.org_id = ? and d.publish_request_id = request.id order by d.id limit ?) as shown`,
        [publishRequestIds.join(','), orgId, SHOWN],
      );
      const ids = shown.map(({ id }) => id);
      return (await em.find(DecisionEntity, { orgId, id: { $in: ids } }, { orderBy: { id: 'asc' } })).map(toDecision);
    },
    async settle({ orgId, id }, outcome, why) {
      await em.nativeUpdate(DecisionEntity, { orgId, id }, { outcome, why });
    },
  };
}

type DecisionRow = Omit<Decision, 'reason' | 'why'> & {
  readonly reason?: string | null | undefined;
  readonly why?: string | null | undefined;
};

const toDecision = ({ orgId, id, publishRequestId, principal, verdict, reason, digest, madeAt, outcome, why }: DecisionRow): Decision => ({
  orgId,
  id,
  publishRequestId,
  principal,
  verdict,
  digest,
  madeAt,
  outcome,
  reason: reason ?? null,
  why: why ?? null,
});
