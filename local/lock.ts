import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.ts';
import { isAlive, startOf } from './process-facts.ts';
import { shown } from './paths.ts';

/** Holds a data folder for this process; answers how to let go. Throws Failure `running` when a live process has it. */
export function lockDataDir(dataDir: string): () => void {
  const path = join(dataDir, 'running');
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(path, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { flag: 'wx', mode: 0o600 });
      return () => rmSync(path, { force: true });
    } catch (error) {
      const holder = existsSync(path) ? readHolder(path) : undefined;
      if (holder)
        throw new Failure(
          'running',
          `A system already runs on ${shown(dataDir)} (process ${holder}): use that one, or stop it with Ctrl-C or kill ${holder}.`,
        );
      if (attempt > 2) throw error;
      rmSync(path, { force: true });
    }
  }
}

/** The process that holds the file, or undefined when it is gone. */
function readHolder(path: string): number | undefined {
  try {
    const { pid, started }: { pid?: unknown; started?: unknown } = JSON.parse(readFileSync(path, 'utf8')) as object;
    return typeof pid === 'number' && isAlive(pid) && startOf(pid) === started ? pid : undefined;
  } catch {
    return undefined;
  }
}
