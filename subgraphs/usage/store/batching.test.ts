import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { batching } from './batching.ts';

function recording(fail: (items: readonly number[]) => boolean = () => false) {
  const calls: number[][] = [];
  const run = async (items: readonly number[]) => {
    calls.push([...items]);
    await sleep(5);
    if (fail(items)) throw new Error(`cannot do ${items.join(' ')}`);
    return items.map((item) => item * 10);
  };
  return { calls, run };
}

describe('batching', () => {
  test('what comes while a call is under way goes together, and everybody gets their own answers', async () => {
    const { calls, run } = recording();
    const submit = batching(run, { most: 4, lanes: 1, oneRequests: () => true });
    expect(await Promise.all([submit([1]), submit([2, 3]), submit([4]), submit([5, 6])])).toEqual([[10], [20, 30], [40], [50, 60]]);
    expect(calls).toEqual([[1], [2, 3, 4], [5, 6]]);
  });

  test('a request larger than a batch goes alone', async () => {
    const { calls, run } = recording();
    const submit = batching(run, { most: 2, lanes: 1, oneRequests: () => true });
    await Promise.all([submit([1]), submit([2, 3, 4]), submit([5])]);
    expect(calls).toEqual([[1], [2, 3, 4], [5]]);
  });

  test('so many calls are under way at a time as there are lanes', async () => {
    const { calls, run } = recording();
    const submit = batching(run, { most: 10, lanes: 2, oneRequests: () => true });
    await Promise.all([submit([1]), submit([2]), submit([3]), submit([4])]);
    expect(calls).toEqual([[1], [2], [3, 4]]);
  });

  test('one that fails takes no other with it', async () => {
    const { run } = recording((items) => items.includes(3));
    const submit = batching(run, { most: 10, lanes: 1, oneRequests: () => true });
    const answers = await Promise.allSettled([submit([1]), submit([2]), submit([3]), submit([4])]);
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : String(answer.reason)))).toEqual([
      [10],
      [20],
      'Error: cannot do 3',
      [40],
    ]);
    expect(await submit([5])).toEqual([50]);
  });

  test('what fails all alike is not tried again for each', async () => {
    const { calls, run } = recording(() => true);
    const submit = batching(run, { most: 10, lanes: 1, oneRequests: () => false });
    const answers = await Promise.allSettled([submit([1]), submit([2]), submit([3])]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(calls).toEqual([[1], [2, 3]]);
  });
});
