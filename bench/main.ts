import { Argument, Command } from 'commander';
import { exitCodeHelp, exitWith, Failure } from '@guildhall/local/failure.ts';
import { consoleProgress } from '@guildhall/local/progress.ts';
import { report } from './thread/report.ts';
import { benchThread } from './thread/run.ts';

const { json } = new Command('npm run bench --')
  .description(
    "Measures the system on this machine, on engines and data of its own that are thrown away. thread: one app's whole life, in about two minutes.",
  )
  .addArgument(new Argument('<bench>', 'what to measure').choices(['thread']))
  .option('--json', 'print the figures as JSON, units in the names')
  .addHelpText('after', `\nProgress goes to the error output.\n\n${exitCodeHelp()}`)
  .allowExcessArguments(false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ json?: true }>();

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt.abort());
// The bootstrap that started us was killed.
process.on('disconnect', () => interrupt.abort());

try {
  const own = ['DATABASE_ADMIN_URL', 'TEMPORAL_ADDRESS'].find((name) => process.env[name]);
  if (own) throw new Failure('usage', `Unset ${own}: a bench fills the engines with events, so it works only on embedded ones of its own.`);
  const figures = await benchThread({ progress: consoleProgress(), signal: interrupt.signal });
  process.stdout.write(json ? `${JSON.stringify(figures, null, 2)}\n` : `\n${report(figures)}\n`);
  process.exit(0);
} catch (error) {
  exitWith(error);
}
