import { join } from 'node:path';
import { baseEnv } from '../base-env.ts';
import type { ChildSpec } from '../child.ts';
import { Failure } from '../failure.ts';
import { gone, processesWith } from '../process-facts.ts';

export interface TemporalOptions {
  binary: string;
  dataDir: string;
  port: number;
  webPort: number;
  /** Of the server's dynamic configuration, such as `limit.historyCount.suggestContinueAsNew=80`. */
  settings?: readonly string[];
  say: (line: string) => void;
}

const fileIn = (dataDir: string): string => join(dataDir, 'temporal.db');

/** The Temporal dev server with its histories in a file and Temporal Web, described as a child. */
export function temporalChild({ binary, dataDir, port, webPort, settings = [], say }: TemporalOptions): ChildSpec {
  const web = `http://127.0.0.1:${webPort}/api/v1/namespaces/default`;
  return {
    name: 'temporal',
    command: binary,
    args: [
      'server',
      'start-dev',
      ...Object.entries({
        'db-filename': fileIn(dataDir),
        ip: '127.0.0.1',
        port: String(port),
        'ui-port': String(webPort),
        'log-level': 'warn',
      }).flatMap(([flag, value]) => [`--${flag}`, value]),
      ...['frontend.enableServerVersionCheck=false', ...settings].flatMap((setting) => ['--dynamic-config-value', setting]),
      '--ui-disable-news-fetch',
    ],
    cwd: dataDir,
    env: baseEnv(),
    beforeStart: () => endTemporalOf(dataDir, say),
    // Temporal Web asks the server itself, so this answers only when both are up and the namespace exists.
    probe: async () => {
      const answer = await fetch(web, { signal: AbortSignal.timeout(2_000) });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`Temporal Web answers ${answer.status}`);
    },
    stopSignal: 'SIGTERM',
    tier: 0,
    failure: 'engine',
  };
}

/** Ends a server that an earlier, killed start left on this data: two servers on one SQLite file would corrupt it. */
export async function endTemporalOf(dataDir: string, say: (line: string) => void): Promise<void> {
  for (const pid of processesWith('start-dev', fileIn(dataDir))) {
    say(`Temporal of an earlier start still runs (process ${pid}): stopping it first`);
    process.kill(pid, 'SIGTERM');
    if (!(await gone(pid, 5_000))) process.kill(pid, 'SIGKILL');
    if (!(await gone(pid, 2_000)))
      throw new Failure('engine', `Temporal of an earlier start (process ${pid}) does not end: kill ${pid}, then start again.`);
  }
}
