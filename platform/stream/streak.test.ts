import { expect, test } from 'vitest';
import { createStreak, StoppedError } from './streak.ts';

const error = new Error('no good');
const add = (streak: ReturnType<typeof createStreak>, count: number) => {
  for (let i = 0; i < count; i++) streak.add(`entity ${i}`, error, true);
};

test('the twentieth different entity that fails stops, and then every failed try does, until an event is processed', () => {
  const streak = createStreak();
  add(streak, 19);
  streak.add('entity 0', error, true);
  expect(() => streak.add('entity 19', error, true)).toThrow(StoppedError);
  // A later try of an event is not counted either while the consumer is stopped: it would be dead before anybody looked.
  expect(() => streak.add('entity 0', error, false)).toThrow('no good');
  streak.end();
  streak.add('entity 0', error, false);
  add(streak, 19);
});

test('later tries never stop', () => {
  const streak = createStreak();
  for (let i = 0; i < 100; i++) streak.add(`entity ${i}`, error, false);
});
