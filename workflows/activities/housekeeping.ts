import { consumers, SUBGRAPHS, type Subgraph } from '@guildhall/events/consumers.ts';
import { passedByAll, type Housekeeping } from '@guildhall/platform/stream/housekeeping.ts';
import { beating } from './aggregation.ts';

export type HousekeepingDeps = { readonly tables: Readonly<Record<Subgraph, Housekeeping>>; readonly now: () => Date };

/** Dropping what nobody needs any more, a batch a transaction. */
export function createHousekeepingActivities({ tables, now }: HousekeepingDeps) {
  /** Repeats a step until it has less than a batch to do. */
  const inBatches = (subgraph: Subgraph, step: (of: Housekeeping) => Promise<number>): Promise<number> =>
    beating(async () => {
      const of = tables[subgraph];
      let dropped = 0;
      for (let last = of.batch; last === of.batch; dropped += last) last = await step(of);
      return dropped;
    });
  return {
    /** Drops the events of a subgraph that were emitted 14 days ago and that every consumer has read; answers how many. None while one has not begun. */
    async dropEvents({ subgraph }: { readonly subgraph: Subgraph }): Promise<number> {
      const receivers = SUBGRAPHS.filter((receiver) =>
        Object.values(consumers).some((of) => of.source === subgraph && of.receiver === receiver),
      );
      const cursors = await Promise.all(receivers.map((receiver) => tables[receiver].cursorsInto(subgraph)));
      const passed = passedByAll(cursors.flat());
      return passed === undefined ? 0 : inBatches(subgraph, (of) => of.dropEvents(passed, now()));
    },
    /** Drops the idempotency keys of a subgraph that were first used 30 days ago; answers how many. */
    dropKeys: ({ subgraph }: { readonly subgraph: Subgraph }): Promise<number> => inBatches(subgraph, (of) => of.dropKeys(now())),
  };
}
export type HousekeepingActivities = ReturnType<typeof createHousekeepingActivities>;
