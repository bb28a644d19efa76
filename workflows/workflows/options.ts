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
