import { Command } from 'commander';
import { banner } from './banner.ts';
import { exitCodeHelp, exitWith, Failure } from './failure.ts';
import { defaultDataDir, shown } from './paths.ts';
import { consoleProgress } from './progress.ts';
import { seed } from './seed.ts';
import { eraseData, startSystem, type System } from './system.ts';

interface Flags {
  reset?: true;
  once?: true;
  json?: true;
}

const program = new Command('npm start --')
  .description('Starts the whole system on this machine: Postgres, Temporal, the subgraphs, the gateway, ingest and a workflow worker.')
  .option('--reset', 'throw away all data of earlier starts first')
  .option('--once', 'start, check that all is ready, print, stop, and exit 0')
  .option('--json', 'print what the system offers as one JSON object (tokens among it)')
  .addHelpText(
    'after',
    `\n${exitCodeHelp()}\n  20  a newer Node could not be fetched\n  21  the dependencies could not be installed\n\nDATABASE_ADMIN_URL and TEMPORAL_ADDRESS (with TEMPORAL_UI_URL) name servers of your own to use instead of the embedded ones.`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .allowExcessArguments(false);

async function main({ reset, once, json }: Flags): Promise<void> {
  const progress = consoleProgress();
  const interrupt = new AbortController();
  let system: System | undefined;
  let ready = false;
  const end = (why: string): void => {
    if (interrupt.signal.aborted) return;
    interrupt.abort();
    // While the start or the seed is under way, the abort ends it and main() reports that.
    if (system && ready)
      void progress.step(`stopping (${why})`, () => system?.stop() ?? Promise.resolve()).then(() => process.exit(0), exitWith);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal));
  // The bootstrap that started us was killed.
  process.on('disconnect', () => end('its terminal is gone'));

  if (reset && process.env['DATABASE_ADMIN_URL']) progress.say('What your own Postgres holds is not removed: drop its database yourself.');
  if (reset) await progress.step(`removing ${shown(defaultDataDir)}`, () => Promise.resolve(eraseData(defaultDataDir)));
  system = await startSystem({ progress, signal: interrupt.signal });
  try {
    await Promise.race([seed(system, progress), interrupted(interrupt.signal)]);
  } catch (error) {
    await progress.step('stopping', () => system?.stop() ?? Promise.resolve());
    throw error;
  }
  ready = true;
  if (json) {
    const { urls, ports, tokens, servedBy, logDir, startedAt } = system;
    process.stdout.write(`${JSON.stringify({ urls, ports, tokens, servedBy, logDir, startedAt }, null, 2)}\n`);
  } else process.stdout.write(`\n${banner(system)}\n\n`);
  if (once) {
    await progress.step('stopping', () => system?.stop() ?? Promise.resolve());
    process.exit(0);
  }
  if (!json) process.stdout.write('Ctrl-C stops everything; the data stays.\n');
}

/** Rejects when we are stopped. */
function interrupted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(new Failure('interrupted', 'Stopped before it was ready; nothing is left running.')));
  return promise;
}

await main(program.parse().opts<Flags>()).catch(exitWith);
