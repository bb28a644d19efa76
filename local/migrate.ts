import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.ts';
import { tail } from './files.ts';
import { root, shown } from './paths.ts';
import { environmentOf, migrations } from './processes.ts';

/** Brings each subgraph's schema and roles up to date, all at once. Throws Failure `migration`. */
export async function migrate({
  logDir,
  values,
  signal,
}: {
  logDir: string;
  values: Record<string, string>;
  signal: AbortSignal;
}): Promise<void> {
  await Promise.all(
    migrations.map(async ({ subgraph, script, env }) => {
      const logFile = join(logDir, `migrate-${subgraph}.log`);
      const log = openSync(logFile, 'w', 0o600);
      const child = spawn(process.execPath, [script], {
        cwd: root,
        env: environmentOf(env, values),
        stdio: ['ignore', log, log],
        signal,
        timeout: 300_000,
      });
      closeSync(log);
      // `once` rejects with the child's error, an abort among them.
      const [code]: unknown[] = await once(child, 'exit');
      if (code !== 0)
        throw new Failure(
          'migration',
          `The migration of ${subgraph} failed. The end of its log (${shown(logFile)}):\n\n${tail(logFile, 25)}`,
        );
    }),
  );
}
