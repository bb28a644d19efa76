import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { callEvents, readCalls } from './calls.ts';

const folder = mkdtempSync(join(tmpdir(), 'guildhall-calls-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (text: string) => {
  const path = join(folder, 'calls.csv');
  writeFileSync(path, text);
  return path;
};
const trace = (...rows: string[]) => readCalls(file(['TIMESTAMP,ContextTokens,GeneratedTokens', ...rows].join('\r\n')));

test('a call becomes an event with its tokens, keeping the time of day to seven digits', () => {
  const [event] = callEvents(trace('2023-11-16 18:17:03.9799600,4808,10'), '2026-10', 'llm', 'org:calls');
  expect(event).toMatchObject({
    timestamp: '2026-10-16T18:17:03.9799600Z',
    payload: { tokens: 4818, input_tokens: 4808, output_tokens: 10 },
  });
});

describe('shifting by whole days', () => {
  const days = (month: string, ...rows: string[]) =>
    callEvents(trace(...rows.map((day) => `${day} 00:00:00,1,1`)), month, 'llm', 'org:calls').map(({ timestamp }) =>
      timestamp.slice(0, 10),
    );
  test('keeps distances between days', () => expect(days('2026-10', '2023-11-16', '2023-11-18')).toEqual(['2026-10-16', '2026-10-18']));
  test('moves a trace that would leave the month as far back as it must', () =>
    expect(days('2026-02', '2023-01-27', '2023-01-31')).toEqual(['2026-02-24', '2026-02-28']));
  test('takes a day that the month lacks', () => expect(days('2026-02', '2023-01-31')).toEqual(['2026-02-28']));
  test('refuses a trace longer than the month', () => expect(() => days('2026-02', '2023-01-01', '2023-01-29')).toThrow('29 days'));
});

test('ids are the same for the same file, row and month, and others for another', () => {
  const ids = (month: string, ...rows: string[]) => callEvents(trace(...rows), month, 'llm', 'org:calls').map(({ event_id }) => event_id);
  const [row, other] = ['2023-11-16 18:17:03,1,1', '2023-11-16 18:17:04,1,1'];
  expect(ids('2026-10', row)).toEqual(ids('2026-10', row));
  expect(new Set([...ids('2026-10', row), ...ids('2026-09', row), ...ids('2026-10', row, other)]).size).toBe(4);
});

test.each([
  ['A,B,C'],
  ['TIMESTAMP,ContextTokens,GeneratedTokens\n'],
  ['TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16,1,1'],
  ['TIMESTAMP,ContextTokens,GeneratedTokens\n2023-13-16 00:00:00,1,1'],
])('refuses %j', (text) => {
  expect(() => readCalls(file(text))).toThrow(/csv/);
});
