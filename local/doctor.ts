import { Command } from 'commander';
import pc from 'picocolors';
import { exitCodes, exitWith } from './failure.ts';
import { findings, type Finding } from './findings.ts';

const colour = pc.createColors(Boolean(process.stdout.isTTY && !process.env['NO_COLOR']));
const missing = exitCodes.missing[0];

const { json } = new Command('npm run doctor --')
  .description('Shows what the system needs: found where, which version, how fast it answered, and what to do when it is missing.')
  .option('--json', 'print one JSON array of findings')
  .addHelpText('after', `\nExit codes:\n  0   everything needed is there\n  ${missing}  something needed is missing or does not answer`)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : exitCodes.usage[0]))
  .allowExcessArguments(false)
  .parse()
  .opts<{ json?: true }>();

const LOOK = 'Look at it as a platform admin: the query deadLetters shows why, settle…DeadLetter retries or drops it.';

function line({ name, ok, needed, found, ms, fix, notes = [] }: Finding): string {
  const broken = !ok && needed;
  const mark = broken ? colour.red('✗') : ok && notes.length === 0 ? colour.green('✓') : colour.yellow('!');
  const time = ms === undefined ? '' : colour.dim(` ${ms} ms`);
  const below = [...notes, ...(notes.length > 0 ? [`→ ${LOOK}`] : []), ...(fix ? [`→ ${fix}`] : [])];
  return [`${mark} ${name.padEnd(17)} ${found}${time}`, ...below.map((text) => `  ${' '.repeat(17)} ${text}`)].join('\n');
}

try {
  const all = await findings();
  process.stdout.write(`${json ? JSON.stringify(all, null, 2) : all.map(line).join('\n')}\n`);
  process.exitCode = all.some(({ ok, needed }) => needed && !ok) ? missing : 0;
} catch (error) {
  exitWith(error);
}
