import { writeFileSync } from 'node:fs';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { OUTCOMES } from './publish-outcomes.ts';
import { createPublishingWorld } from './publishing-world.ts';

/**
 * Records one history an outcome for replay: `node workflows/testing/record-publish-approval.ts RELEASE TEMPORAL_ADDRESS`, with
 * TEST_DATABASE_ADMIN_URL. Histories are added with each release that changes the workflow, and never edited: runs of every release
 * must still replay.
 */
const [, , release, address] = process.argv;
if (!release || !address) throw new Error('Give the release and the address of a Temporal server, such as 0.1.0 127.0.0.1:7233.');

const root = new URL('../../', import.meta.url).pathname;
const world = await createPublishingWorld(address);
await world.startWorker();
try {
  for (const { name, result, run } of OUTCOMES) {
    const { id } = await run(world, `${name}-1`);
    const handle = world.handle(id);
    const ended: unknown = await handle.result();
    if (ended !== result) throw new Error(`${name} ended ${String(ended)} instead of ${result}.`);
    // Who ran it, and in which folder, is nobody's business.
    const json = historyToJSON(await handle.fetchHistory())
      .replaceAll(/"identity":\s*"[^"]*"/g, '"identity": "recorder"')
      .replaceAll(root, '');
    writeFileSync(new URL(`../histories/publish-approval/${release}-${name}.json`, import.meta.url), `${json}\n`);
    process.stdout.write(`${name}: ${result}\n`);
  }
} finally {
  await world.end();
}
