import { inject, test } from 'vitest';
import { createStage } from './stage.ts';
import { NativeConnection, Worker, bundleWorkflowCode } from '@temporalio/worker';
import { workflowBundle } from '../bundle.ts';
test('probe', async () => {
  const t0 = Date.now(); const log = (s: string) => console.log(Date.now() - t0, s);
  let n = 0;
  const stage = await createStage(inject('temporalAddress'), { taskQueue: 'batch', activities: {
    daysToClose: async () => { n++; if (n === 1) { log('hang'); await new Promise(() => {}); } return []; },
    closeDay: async () => ({ rows: 0, changed: 0, differences: 0 }), handDayToBilling: async () => ({}) } });
  log('namespace known');
  await stage.startWorker({ shutdownGraceTime: 0, shutdownForceTime: '50ms', maxCachedWorkflows: 0 });
  log('worker 1');
  const h = await stage.temporal.client.workflow.start('dailyAggregation', { workflowId: 'a', taskQueue: 'batch', args: [{ day: '2026-11-20' }] });
  while (n === 0) await new Promise((r) => setTimeout(r, 20));
  log('hung; shutting down');
  await Promise.race([stage.stopWorker().catch((e) => log(String(e))), new Promise((r) => setTimeout(r, 15000)).then(() => log('still not ended'))]);
  log('ended');
  const t = Date.now();
  const { code } = await bundleWorkflowCode({ workflowsPath: new URL('../workflows/index.ts', import.meta.url).pathname });
  log(`bundled in ${Date.now() - t}, ${code.length}`);
  void h; void NativeConnection; void Worker; void workflowBundle;
});
