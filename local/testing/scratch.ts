import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A folder of its own that the database's user can enter too, which a plain mkdtemp as root is not. `npm test` removes it at its end. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-test-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Removes the folder, also while an engine that is just ending writes there; false when that does not end within 10 s. */
export async function removeScratch(folder: string): Promise<boolean> {
  for (let tries = 0; existsSync(folder); tries++) {
    if (tries === 40) return false;
    if (tries > 0) await sleep(250);
    try {
      // It throws at what comes meanwhile, and stops without a word at what goes.
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Tried again above.
    }
  }
  return true;
}
