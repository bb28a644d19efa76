import { expect, test } from 'vitest';
import { isAway } from './away.ts';

const coded = (code: string, message = 'no') => Object.assign(new Error(message), { code });

test.each([
  new Error('Connection terminated unexpectedly'),
  new Error('Connection terminated due to connection timeout'),
  new Error('timeout exceeded when trying to connect'),
  new Error('Query read timeout'),
  new Error('Client has encountered a connection error and is not queryable'),
  coded('ECONNREFUSED'),
  coded('08006'),
  coded('57P01'),
  coded('40001'),
  new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]),
])('%s is an outage', (error) => {
  expect(isAway(error)).toBe(true);
});

test.each([
  new Error(`App 'Connection terminated Ltd' has no price`),
  new Error('The title Query read timeout is too long'),
  coded('22001', 'Connection terminated unexpectedly'),
  // A malformed message, such as a text with U+0000.
  coded('08P01'),
  coded('23505'),
  'Connection terminated',
])('%s is not', (error) => {
  expect(isAway(error)).toBe(false);
});
