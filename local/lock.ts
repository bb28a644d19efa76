import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.ts';
import { isAlive, startOf } from './process-facts.ts';
import { shown } from './paths.ts';

/** Holds a data folder for this process; answers how to let go. Throws Failure `foreign`, or `running` when a live process has it. */
export function lockDataDir(dataDir: string): () => void {
  refuseForeign(dataDir);
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

/** Throws Failure `foreign` for another user's folder. Root could write there, but what it leaves would lock out that user. */
export function refuseForeign(dataDir: string): void {
  const owner = statSync(dataDir).uid;
  const user = process.geteuid?.() ?? owner;
  if (owner === user) return;
  const more = user === 0 ? `begin anew: rm -r ${shown(dataDir)}` : `make it yours: sudo chown -R ${user} ${shown(dataDir)}`;
  throw new Failure('foreign', `${shown(dataDir)} belongs to user ${owner}, and you are user ${user}: run as that user, or ${more}.`);
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
