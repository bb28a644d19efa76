import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own that the database's user can enter too, which a plain mkdtemp as root is not. `npm test` removes it at its end. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-test-'));
  chmodSync(folder, 0o755);
  return folder;
}
