import type { EntityManager } from '@mikro-orm/postgresql';
import type { Decision } from '../domain/publish-request.ts';
import { DecisionEntity } from './entities.ts';

/** Decisions on one request that are shown; more than one can only come too late. */
const SHOWN = 100;

export type DecisionStore = {
  add(decision: Decision): Promise<void>;
  byId(orgId: string, id: string): Promise<Decision | undefined>;
  ofRequest(orgId: string, publishRequestId: string): Promise<Decision[]>;
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
    ofRequest: async (orgId, publishRequestId) =>
      (await em.find(DecisionEntity, { orgId, publishRequestId }, { orderBy: { id: 'asc' }, limit: SHOWN })).map(toDecision),
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
