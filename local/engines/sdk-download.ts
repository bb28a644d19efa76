import { TestWorkflowEnvironment } from '@temporalio/testing';

// A process of its own: the SDK's download cannot be cancelled, and loading the SDK elsewhere would cost every start.
const [version = '', downloadDir = ''] = process.argv.slice(2);
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', version: `v${version}`, downloadDir } },
});
await environment.teardown();
process.exit(0);
