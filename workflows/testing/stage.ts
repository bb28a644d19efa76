import { randomUUID } from 'node:crypto';
import { openTemporal } from '@guildhall/platform/temporal.ts';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { workflowBundle } from '../bundle.ts';

Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') });

const DAY_S = 86_400;

/**
 * A namespace of its own on a real Temporal server, so that what runs at the same time takes none of its tasks, and one worker in it that
 * comes and goes.
 */
export async function createStage(address: string, { taskQueue, activities }: Required<Pick<WorkerOptions, 'taskQueue' | 'activities'>>) {
  const namespace = `test-${randomUUID()}`;
  const temporal = openTemporal(address, namespace);
  const { connection: client, workflow } = temporal.client;
  await client.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds: DAY_S } });
  await untilKnown(() => workflow.count());
  const connection = await NativeConnection.connect({ address });
  let running: { readonly worker: Worker; readonly done: Promise<void> } | undefined;

  return {
    temporal,
    async startWorker(options: Partial<WorkerOptions> = {}) {
      const worker = await Worker.create({
        connection,
        namespace,
        identity: 'worker of a test',
        taskQueue,
        activities,
        ...(options.workflowBundle ? {} : { workflowBundle: await workflowBundle() }),
        ...options,
      });
      running = { worker, done: worker.run() };
    },
    async stopWorker() {
      running?.worker.shutdown();
      await running?.done;
      running = undefined;
    },
    async end() {
      await this.stopWorker();
      await Promise.all([temporal.close(), connection.close()]);
    },
  };
}

/** The parts of the server learn of a new namespace one after the other. */
async function untilKnown(ask: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
