import { Command } from 'commander';
import { exitCodeHelp, exitWith } from './failure.ts';
import { refuseProduction } from './past.ts';
import { consoleProgress } from './progress.ts';
import { tellCalls } from './story/tell-calls.ts';
import { tellStory } from './story/tell-story.ts';
import { enterWorld } from './story/world.ts';

const { calls, json } = new Command('npm run demo --')
  .description(
    'Tells the whole story against the running system: register, check, approve, publish, find, use, count, close, invoice, reconcile.',
  )
  .option(
    '--calls <file.csv>',
    'replay real calls instead: a CSV with TIMESTAMP, ContextTokens and GeneratedTokens, shifted into the newest month that is due',
  )
  .option('--json', 'print the outcome as JSON')
  .addHelpText('after', `\n${exitCodeHelp()}`)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ calls?: string; json?: true }>();

try {
  // Before anything is made that would be left over.
  refuseProduction();
  const world = enterWorld();
  const { outcome, text } = await (calls === undefined ? tellStory(world, consoleProgress()) : tellCalls(world, calls, consoleProgress()));
  process.stdout.write(json ? `${JSON.stringify(outcome, null, 2)}\n` : `\n${text}\n`);
} catch (error) {
  exitWith(error);
}
