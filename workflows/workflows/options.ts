import type { ActivityOptions } from '@temporalio/workflow';

/**
 * Batches: every activity heartbeats, so one whose worker died is tried again within seconds, and long ones go on from their cursor. What the
 * input itself makes impossible is not tried again.
 */
export const BATCH_ACTIVITY: ActivityOptions = {
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
};

/** Marks of what workflows do since 0.2.0, for `patched()`: a run that began before has none of them and goes on as it began. */
export const PATCHES = {
  /** A process asks first whether its period can be processed. */
  periodsAreChecked: 'periods-are-checked',
  /** A month's run records which accounts it could not book, and answers how the month stands. */
  unbookedAreRecorded: 'unbooked-accounts-are-recorded',
} as const;
