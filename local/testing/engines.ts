import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startDatabase, startWorkflows } from '../engines.ts';
import { removeHome } from '../engines/postgres-home.ts';
import { choosePorts } from '../ports.ts';
import { silent } from '../progress.ts';
import { loadSecrets } from '../secrets.ts';
import { Supervisor } from '../supervisor.ts';
import type {} from './provided.ts';
import { scratchFolder } from './scratch.ts';

/** So short that a batch of some twenty accounts continues as new, which otherwise takes a thousand. */
const SHORT_HISTORIES = ['limit.historyCount.suggestContinueAsNew=80'];

/** Starts throw-away engines for one run of tests; answers how to end them. */
export async function startTestEngines(
  { provide }: Pick<TestProject, 'provide'>,
  { temporal }: { temporal: boolean },
): Promise<() => Promise<void>> {
  const dataDir = scratchFolder();
  const supervisor = new Supervisor({ logDir: join(dataDir, 'logs'), say: (line) => void process.stderr.write(`${line}\n`) });
  const end = async (): Promise<void> => {
    await supervisor.stop();
    removeHome(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const secrets = loadSecrets(dataDir);
    const deps = { supervisor, dataDir, ports: await choosePorts('free'), progress: silent };
    const [database, workflows] = await Promise.all([
      startDatabase({ ...deps, password: secrets.adminPassword, durable: false }),
      temporal ? startWorkflows({ ...deps, settings: SHORT_HISTORIES }) : undefined,
    ]);
    // The workers are started from this process; platform/testing reads it there.
    process.env['TEST_DATABASE_ADMIN_URL'] = database.adminUrl;
    if (workflows) provide('temporalAddress', workflows.address);
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}
