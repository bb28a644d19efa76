import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pc from 'picocolors';
import { Command } from 'commander';
import { readIfThere } from './files.ts';
import { root } from './paths.ts';
import { checks, projects, vitest } from './test-steps.ts';
import { removeScratch, scratchFolder } from './testing/scratch.ts';
import { add, lineOf, type Totals } from './testing/totals.ts';

const names = [...checks.map(({ name }) => name), ...projects];
const colour = pc.createColors(Boolean(process.stdout.isTTY && !process.env['NO_COLOR']));

const program = new Command('npm test --')
  .description('Runs every check and test, or those that are named. The last line is "N passed, N failed" alone.')
  .argument('[names...]', `steps (${names.join(', ')}); any other word is a part of the path of a test file`)
  .addHelpText(
    'after',
    '\nExit codes:\n  0   all passed\n  1   something failed, or nothing ran\n\nExample: npm test -- types unit platform/money',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const steps = program.args.filter((word) => names.includes(word));
const files = program.args.filter((word) => !names.includes(word));
const wanted = (name: string): boolean =>
  steps.length > 0 ? steps.includes(name) : files.length === 0 || projects.some((project) => project === name);

let running: ChildProcess | undefined;
let interrupted = false;
// Vitest ends by the signal, and its watchdog and our guards end what it started.
const interrupt = (): void => {
  interrupted = true;
  running?.kill('SIGTERM');
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
// The bootstrap that started us was killed.
process.on('disconnect', interrupt);
// Listening keeps the channel open, which would keep us from ending.
process.channel?.unref();

async function run(
  args: readonly string[],
  env: Record<string, string>,
  stdio: 'inherit' | 'pipe',
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, APOLLO_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', stdio, stdio],
  });
  running = child;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code]: unknown[] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : 1, output };
}

async function runCheck({ name, what, command }: (typeof checks)[number]): Promise<Totals> {
  const began = performance.now();
  const { code, output } = await run(command, {}, 'pipe');
  const passed = code === 0;
  process.stdout.write(`${passed ? colour.green('✓') : colour.red('✗')} ${name.padEnd(11)} ${what} ${colour.dim(took(began))}\n`);
  if (!passed) process.stdout.write(`${output.trimEnd().replaceAll(/^/gm, '    ')}\n\n`);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

async function runProject(name: string): Promise<Totals> {
  const began = performance.now();
  process.stdout.write(`\n${colour.bold(name)}\n`);
  const file = join(scratch, `totals-${name}.json`);
  const { code } = await run(
    [vitest, 'run', '--project', name, ...(files.length > 0 ? ['--passWithNoTests'] : []), ...files],
    { GUILDHALL_TOTALS: file, TMPDIR: scratch },
    'inherit',
  );
  const text = readIfThere(file);
  // Only our reporter writes the file; without it vitest broke before the end.
  const totals = text === undefined ? { passed: 0, failed: 0, skipped: 0 } : (JSON.parse(text) as Totals);
  // Whatever else made vitest fail (no test found, a set-up that broke) is a failure too.
  if (code !== 0 && totals.failed === 0) totals.failed = 1;
  process.stdout.write(
    `${totals.failed === 0 ? colour.green('✓') : colour.red('✗')} ${name.padEnd(11)} ${lineOf(totals)} ${colour.dim(took(began))}\n`,
  );
  return totals;
}

function took(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

const scratch = scratchFolder();
let totals: Totals = { passed: 0, failed: 0, skipped: 0 };
try {
  for (const check of checks) if (wanted(check.name) && !interrupted) totals = add(totals, await runCheck(check));
  for (const project of projects) if (wanted(project) && !interrupted) totals = add(totals, await runProject(project));
} finally {
  if (!(await removeScratch(scratch))) process.stderr.write(`${scratch} could not be removed: something still writes there.\n`);
}
if (interrupted && totals.failed === 0) totals.failed = 1;
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
process.stdout.write(`\n${lineOf(totals)}\n`);
