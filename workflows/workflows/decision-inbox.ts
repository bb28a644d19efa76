import type { DecisionOutcome } from '../contracts/publish-approval.ts';

/** The decisions that one approval was told of: which still wait, and what became of the others. */
export type DecisionInbox = {
  /** A decision came, by signal, by update or by both; only the first time counts. */
  receive(decisionId: string): void;
  waiting(): boolean;
  /** Applies the waiting decisions in the order in which they came, and those that come meanwhile. */
  drain(apply: (decisionId: string) => Promise<DecisionOutcome>): Promise<void>;
  outcome(decisionId: string): DecisionOutcome | undefined;
};

export function createDecisionInbox(): DecisionInbox {
  const seen = new Set<string>();
  const queue: string[] = [];
  const outcomes = new Map<string, DecisionOutcome>();
  return {
    receive(decisionId) {
      if (seen.has(decisionId)) return;
      seen.add(decisionId);
      queue.push(decisionId);
    },
    waiting: () => queue.length > 0,
    async drain(apply) {
      for (let decisionId = queue.shift(); decisionId !== undefined; decisionId = queue.shift())
        outcomes.set(decisionId, await apply(decisionId));
    },
    outcome: (decisionId) => outcomes.get(decisionId),
  };
}
