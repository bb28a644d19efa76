import { join } from 'node:path';
import { baseEnv } from '../base-env.ts';
import type { ChildSpec } from '../child.ts';

/** The fixture process as a child: `ready` behaves, `broken` ends at once, `stubborn` ignores SIGTERM and has a child itself. */
export function fixture(mode: 'ready' | 'broken' | 'stubborn', port: number): ChildSpec {
  return {
    name: 'fixture',
    command: process.execPath,
    args: [join(import.meta.dirname, 'fixture-process.mjs')],
    cwd: import.meta.dirname,
    env: { ...baseEnv(), MODE: mode, PORT: String(port) },
    probe: async () => {
      await (await fetch(`http://127.0.0.1:${port}/readyz`)).arrayBuffer();
    },
    stopSignal: 'SIGTERM',
    tier: 0,
    failure: 'process',
  };
}
