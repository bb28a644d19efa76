import { rebaseStreams } from '@guildhall/platform/stream/rebase.ts';
import { Command } from 'commander';
import { exitCodeHelp, exitWith, Failure } from './failure.ts';

new Command('npm run rebase-streams --')
  .description(
    'After a restore of the database into another server: lets every consumer go on where it was. Reads DATABASE_ADMIN_URL; stop the system first.',
  )
  .addHelpText('after', `\n${exitCodeHelp()}`)
  .allowExcessArguments(false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

try {
  const url = process.env['DATABASE_ADMIN_URL'];
  if (!url) throw new Failure('usage', 'Set DATABASE_ADMIN_URL to the restored database, as a superuser.');
  const { events, cursors } = await rebaseStreams(url);
  process.stdout.write(`  ${events} events re-based; kept the places of ${cursors.length === 0 ? 'no consumer' : cursors.join(', ')}\n`);
} catch (error) {
  exitWith(error);
}
