import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '@guildhall/local/progress.ts';
import { tellCalls } from '@guildhall/local/story/tell-calls.ts';
import { afterAll, expect, test } from 'vitest';
import { sharedWorld } from './shared-world.ts';

const ROWS = 8_819;
const INPUT = 18_059_974;
const OUTPUT = 245_896;

const file = join(tmpdir(), `guildhall-trace-${process.pid}.csv`);
afterAll(() => rmSync(file, { force: true }));

/** A trace with the row count and the totals of an hour of real calls, spread as evenly as whole numbers allow. */
function writeTrace(): void {
  const share = (total: number, i: number) => Math.floor((total * (i + 1)) / ROWS) - Math.floor((total * i) / ROWS);
  const time = (i: number) => new Date(Date.UTC(2023, 10, 16, 18, 17, 3) + i * 400).toISOString().slice(0, 19).replace('T', ' ');
  const rows = Array.from({ length: ROWS }, (_, i) => `${time(i)}.9799600,${share(INPUT, i)},${share(OUTPUT, i)}`);
  writeFileSync(file, ['TIMESTAMP,ContextTokens,GeneratedTokens', ...rows, ''].join('\r\n'));
}

test('an hour of real calls is counted and billed to the cent, however often it is replayed', async () => {
  writeTrace();
  const world = sharedWorld();
  // The same for both, so that a midnight between them changes nothing.
  const now = new Date();
  const first = await tellCalls(world, file, silent, now);
  const second = await tellCalls(world, file, silent, now);
  expect([first.outcome.receipts, second.outcome.receipts]).toEqual([{ new: ROWS }, { duplicate: ROWS }]);
  for (const { outcome } of [first, second]) {
    const lines = new Map(outcome.invoice.lines.map(({ unit, quantity, amount }) => [unit, [quantity, amount.amount]]));
    expect(lines.get('invocation')?.[0]).toBe(String(ROWS));
    expect(lines.get('input_tokens')).toEqual([String(INPUT), '45.15']);
    expect(lines.get('output_tokens')).toEqual([String(OUTPUT), '2.46']);
    expect(outcome.invoice.total).toEqual({ amount: '47.61', currency: 'USD' });
    expect(outcome.report).toMatchObject({ green: true, differenceCount: 0 });
  }
  expect(second.outcome.invoice).toEqual(first.outcome.invoice);
});
