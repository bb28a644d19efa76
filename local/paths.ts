import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const cacheDir = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'guildhall');
export const defaultDataDir = join(root, '.data');

/** A path as a person in the checkout would type it. */
export function shown(path: string): string {
  const below = relative(root, path);
  return below === '' ? '.' : below.startsWith('..') ? path : below;
}
