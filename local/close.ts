import { Command } from 'commander';
import { exitCodeHelp, exitWith, Failure } from './failure.ts';
import { consoleProgress, silent } from './progress.ts';
import { closePeriod, isPeriodKind } from './story/processes.ts';
import { enterWorld } from './story/world.ts';

const program = new Command('npm run close --')
  .description('Starts the process of a past period and shows it to its end: day closes usage, week reconciles, month invoices.')
  .argument('<kind>', 'day, week or month')
  .argument('<period>', 'such as 2026-11-23, 2026-W47 or 2026-10')
  .option('--json', 'print the result as JSON')
  .addHelpText('after', `\n${exitCodeHelp()}`)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

/** After so long a person wonders whether anything happens. */
const PATIENCE_MS = 15_000;

async function main(kind: string, period: string, json: boolean): Promise<void> {
  if (!isPeriodKind(kind)) throw new Failure('usage', `"${kind}" is no kind of period; close day, week or month.`);
  const world = enterWorld();
  const progress = json ? silent : consoleProgress();
  const hint = setTimeout(
    () => progress.say('Still under way. Temporal Web shows what it waits for; whether a worker is up, npm run doctor tells.'),
    PATIENCE_MS,
  );
  const { id, result } = await progress.step(`${kind} ${period}`, () => closePeriod(world, kind, period)).finally(() => clearTimeout(hint));
  if (json) process.stdout.write(`${JSON.stringify({ workflowId: id, link: world.webLink(id), ...result })}\n`);
  else process.stdout.write(`${linesOf(result).join('\n')}\n  ${world.webLink(id) ?? id}\n`);
  if ('failed' in result && result.failed > 0)
    throw new Failure(
      'refused',
      `${result.failed} accounts could not be invoiced; their children under invoice/… in Temporal Web say why.`,
    );
}

type Result = Awaited<ReturnType<typeof closePeriod>>['result'];

/** What a process came to: a line a figure, and one for each account that it names as not booked. */
function linesOf(result: Result): string[] {
  const unbooked = 'unbooked' in result ? result.unbooked : [];
  return [
    ...Object.entries(result)
      .filter(([name]) => name !== 'unbooked')
      .map(([name, value]) => `  ${name.padEnd(12)} ${value}`),
    ...unbooked.map(({ orgId, outcome, code, reason }) => `  ${outcome.padEnd(12)} ${orgId}: ${reason} (${code})`),
  ];
}

program.parse();
const [kind = '', period = ''] = program.args;
await main(kind, period, program.opts<{ json?: true }>().json ?? false).catch(exitWith);
