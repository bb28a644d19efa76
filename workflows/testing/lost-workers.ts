import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
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
 * Sees a workflow to its end while every activity of it, and of its children, loses its worker once: after the effect, before the server
 * hears of it. What else that worker had under way is lost with it. Answers the activities in the order in which they were lost.
 */
export async function surviveLosses(
  stage: Pick<Stage, 'startWorker' | 'loseWorker' | 'stopWorker'>,
  workflowBundle: Exclude<WorkerOptions['workflowBundle'], undefined>,
  run: () => Promise<WorkflowHandle>,
): Promise<string[]> {
  const lost = new Map<string, string>();
  let loss = Promise.withResolvers<'lost'>();
  const activity: ActivityInterceptorsFactory = ({ info: { workflowExecution, activityId, activityType } }) => ({
    inbound: {
      async execute(input, next) {
        const result = await next(input);
        const key = `${workflowExecution?.runId} ${activityId}`;
        if (lost.has(key)) return result;
        lost.set(key, activityType); console.log(Date.now() % 1e6, 'lost', activityType);
        loss.resolve('lost');
        return new Promise<never>(() => undefined);
      },
    },
  });
  const startWorker = () => stage.startWorker({ ...SOON_LOST, workflowBundle, interceptors: { activity: [activity] } });

  await startWorker();
  const ended = (await run()).result().then(() => 'ended' as const);
  while ((await Promise.race([ended, loss.promise])) === 'lost') {
    await stage.loseWorker();console.log(Date.now() % 1e6,'gone');
    loss = Promise.withResolvers();
    await startWorker();console.log(Date.now() % 1e6,'new');
  }
  await stage.loseWorker();
  return [...lost.values()];
}
