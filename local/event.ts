import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { exitCodeHelp, exitWith, Failure } from './failure.ts';
import { sendEvents, withSigningKey } from './story/events.ts';
import { NORTHWIND } from './story/publish.ts';
import { enterWorld } from './story/world.ts';

type Flags = { app: string; org: string; payload: string[]; id?: string; at?: string; json?: true };

const program = new Command('npm run event --')
  .description('Signs one usage event with a key made for it, sends it to ingest, revokes the key and prints the receipt.')
  .requiredOption('--app <id>', 'the app that was used; published by org:northwind')
  .option('--org <id>', 'the organisation that used it', 'org:acme')
  .option('--payload <k=v...>', 'payload entries; what a JSON number keeps exactly is sent as one, the rest as a string', [])
  .option('--id <event id>', 'event id; a new one when absent (with the same --at, sending it again is a duplicate)')
  .option('--at <instant>', 'when the use was; now when absent')
  .option('--json', 'print the receipt as JSON')
  .addHelpText('after', `\n${exitCodeHelp()}`)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

function readPayload(entries: readonly string[]): Record<string, string | number> {
  return Object.fromEntries(
    entries.map((entry) => {
      const [, key, value] = /^([^=]+)=(.*)$/s.exec(entry) ?? [];
      if (key === undefined || value === undefined) throw new Failure('usage', `"${entry}" is not a k=v pair, such as tokens=123.`);
      return [key, /^-?\d{1,15}(\.\d+)?$/.test(value) && String(Number(value)) === value ? Number(value) : value];
    }),
  );
}

async function main({ app, org, payload, id = randomUUID(), at = new Date().toISOString(), json }: Flags): Promise<void> {
  const event = {
    event_id: id,
    timestamp: at,
    app_id: app,
    actor_id: 'user:alice',
    org_id: org,
    action: 'invoke',
    payload: readPayload(payload),
  };
  const world = enterWorld();
  const [receipt] = await withSigningKey(world, NORTHWIND, app, (key) => sendEvents(world, key, [event]));
  if (json) process.stdout.write(`${JSON.stringify(receipt)}\n`);
  else
    process.stdout.write(
      `  ${receipt?.status} ${receipt?.event_id ?? ''}${receipt?.code ? `\n  ${receipt.code}: ${receipt.message}` : ''}\n`,
    );
  if (receipt?.status === 'rejected' || receipt?.status === 'conflict') process.exitCode = 16;
}

await main(program.parse().opts<Flags>()).catch(exitWith);
