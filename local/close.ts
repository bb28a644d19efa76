import { Command } from 'commander';
import { exitCodeHelp, exitWith, Failure } from './failure.ts';
import { consoleProgress, silent } from './progress.ts';
import { closePeriod, isPeriodKind } from './story/processes.ts';
import { reportOf } from './story/tell.ts';
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
  if (!isPeriodKind(kind)) throw new Failure('usage', `"${kind}" is not a kind of period; close a day, week or month.`);
  const world = enterWorld();
  const progress = json ? silent : consoleProgress();
  const hint = setTimeout(
    () => progress.say('Still under way. Temporal Web shows what it waits for; whether a worker is up, npm run doctor tells.'),
    PATIENCE_MS,
  );
  const { id, result } = await progress.step(`${kind} ${period}`, () => closePeriod(world, kind, period)).finally(() => clearTimeout(hint));
  if (json) process.stdout.write(`${JSON.stringify({ workflowId: id, link: world.webLink(id), ...result })}\n`);
  else {
    const lines = [...linesOf(result), ...(kind === 'week' ? differenceLines(await reportOf(world, period)) : [])];
    process.stdout.write(`${lines.join('\n')}\n  ${world.webLink(id) ?? id}\n`);
  }
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

/** What a person looks at first; the report itself has all. */
const MOST_SHOWN = 20;

/** The first differences that a week's report names, a line each. */
function differenceLines({ differenceCount, differences }: Awaited<ReturnType<typeof reportOf>>): string[] {
  const shown = (differences?.edges ?? []).slice(0, MOST_SHOWN).map(({ node }) => {
    const { kind, day, month, organization, app, unit, left, leftValue, right, rightValue } = node;
    const what = [day ?? month, organization.id, app?.id, unit].filter((part) => part != null).join(' ');
    return `  ${kind.padEnd(12)} ${what}: ${left} ${leftValue}, ${right} ${rightValue}`;
  });
  const more = differenceCount - shown.length;
  return more > 0 ? [...shown, `  and ${more} more; the query reconciliationReport lists them all`] : shown;
}

program.parse();
const [kind = '', period = ''] = program.args;
await main(kind, period, program.opts<{ json?: true }>().json ?? false).catch(exitWith);
