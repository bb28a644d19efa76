import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { HousekeepingActivities } from '../activities/housekeeping.ts';
import type { HousekeepingResult } from '../contracts/batches.ts';
import { BATCH_ACTIVITY } from './options.ts';

const { dropEvents, dropKeys } = proxyActivities<HousekeepingActivities>(BATCH_ACTIVITY);

/** Drops, subgraph by subgraph, events that every consumer has read and idempotency keys that nobody repeats any more. */
export async function housekeeping(): Promise<HousekeepingResult> {
  let result: HousekeepingResult = { events: 0, keys: 0 };
  for (const subgraph of ['catalog', 'usage', 'billing', 'governance'] as const) {
    setCurrentDetails(`Cleaning **${subgraph}**: ${result.events} events and ${result.keys} keys dropped before it`);
    const events = result.events + (await dropEvents({ subgraph }));
    result = { events, keys: result.keys + (await dropKeys({ subgraph })) };
  }
  setCurrentDetails(`**${result.events}** events and **${result.keys}** idempotency keys dropped`);
  return result;
}
