import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type ActivityInterceptorsFactory, type WorkerOptions } from '@temporalio/worker';
import { SOON_LOST, type Stage } from './stage.ts';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The workflows with timeouts of a moment, for workers that will be lost. */
export const hurriedBundle = (): Promise<{ readonly code: string }> =>
  bundleWorkflowCode({
    workflowsPath: file('../workflows/index.ts'),
    workflowInterceptorModules: [file('./hurried.ts')],
    logger: new DefaultLogger('ERROR'),
  });

/**
 * Sees workflows to their end, which `run` waits for, while every activity of theirs loses its worker once: after the effect, before the server
 * hears of it. What else that worker had under way is lost with it. Answers the activities in the order in which they were lost.
 */
export async function surviveLosses(
  stage: Pick<Stage, 'startWorker' | 'loseWorker' | 'stopWorker'>,
  workflowBundle: Exclude<WorkerOptions['workflowBundle'], undefined>,
  run: () => Promise<unknown>,
): Promise<string[]> {
  const lost = new Map<string, string>();
  let loss = Promise.withResolvers<'lost'>();
  const activity: ActivityInterceptorsFactory = ({ info: { workflowExecution, activityId, activityType } }) => ({
    inbound: {
      async execute(input, next) {
        const result = await next(input);
        const key = `${workflowExecution?.runId} ${activityId}`;
        if (lost.has(key)) return result;
        lost.set(key, activityType);
        loss.resolve('lost');
        return new Promise<never>(() => undefined);
      },
    },
  });
  const startWorker = () => stage.startWorker({ ...SOON_LOST, workflowBundle, interceptors: { activity: [activity] } });

  await startWorker();
  const ended = run().then(() => 'ended' as const);
  while ((await Promise.race([ended, loss.promise])) === 'lost') {
    await stage.loseWorker();
    loss = Promise.withResolvers();
    await startWorker();
  }
  await stage.loseWorker();
  return [...lost.values()];
}
