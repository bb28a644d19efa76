import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTemporal } from '@guildhall/platform/temporal.ts';
import { msToTs } from '@temporalio/common/lib/time.js';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { workflowBundle } from '../bundle.ts';

// A worker that is lost says that it failed, which is what its test is about.
const quiet = new DefaultLogger('ERROR', ({ message, meta }) => {
  if (message !== 'Worker failed') process.stderr.write(`${message} ${JSON.stringify(meta)}\n`);
});
Runtime.install({ shutdownSignals: [], logger: quiet });

/**
 * A namespace of its own on a real Temporal server, so that what runs at the same time takes none of its tasks, and one worker in it that
 * comes and goes.
 */
export async function createStage(address: string, { taskQueue, activities }: { readonly taskQueue: string; readonly activities: object }) {
  const namespace = `test-${randomUUID()}`;
  const temporal = openTemporal(address, namespace);
  await temporal.client.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  await untilKnown(() => temporal.client.workflow.count());
  let running: { readonly worker: Worker; readonly done: Promise<void>; readonly connection: NativeConnection } | undefined;

  return {
    temporal,
    async startWorker(options: Partial<WorkerOptions> = {}) {
      const connection = await NativeConnection.connect({ address });
      const worker = await Worker.create({
        connection,
        namespace,
        identity: 'worker of a test',
        taskQueue,
        activities,
        workflowBundle: options.workflowBundle ?? (await workflowBundle()),
        ...options,
      });
      const done = worker.run();
      // Whoever stops it hears of it.
      done.catch(() => undefined);
      running = { worker, done, connection };
    },
    async stopWorker() {
      if (!running) return;
      const { worker, done, connection } = running;
      running = undefined;
      worker.shutdown();
      await done;
      await connection.close();
    },
    /** Drops a worker that was started with {@link SOON_LOST}, as if its machine were gone: what is under way never reaches the server. */
    async loseWorker() {
      const worker = running?.worker;
      running = undefined;
      worker?.shutdown();
      // Its own end would wait for what it has under way.
      while (worker?.getState() === 'STOPPING') await sleep(1);
    },
    async end() {
      await this.stopWorker();
      await temporal.close();
    },
  };
}
export type Stage = Awaited<ReturnType<typeof createStage>>;

/** For a worker that will be lost: it waits for nothing, and leaves no workflow waiting for its cache. */
export const SOON_LOST = { shutdownGraceTime: 0, shutdownForceTime: 1, maxCachedWorkflows: 0 } satisfies Partial<WorkerOptions>;

/** Waits until the server answers: its parts learn one after the other of a new namespace, or of what a schedule started. */
export async function untilKnown(ask: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}
