import type { ActivityOptions } from '@temporalio/workflow';

/** Batches: long activities heartbeat and go on from their cursor; what the input itself makes impossible is not tried again. */
export const BATCH_ACTIVITY: ActivityOptions = {
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '60 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
};
