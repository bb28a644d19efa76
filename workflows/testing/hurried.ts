import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** Runs inside the workflows of a test: the server gives up a lost worker's activity within a moment, and tries it again at once. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity: (input, next) =>
        next({
          ...input,
          options: {
            ...input.options,
            startToCloseTimeout: '1 second',
            retry: { ...input.options.retry, initialInterval: 1, backoffCoefficient: 1 },
          },
        }),
    },
  ],
});
