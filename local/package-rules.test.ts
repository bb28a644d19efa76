import { expect, test } from 'vitest';
import { packageFaults } from './package-rules.ts';

const lock = {
  packages: {
    '': {},
    'node_modules/fast': { optionalDependencies: { 'fast-linux': '1', 'fast-mac': '1' } },
    'node_modules/fast-linux': { hasInstallScript: true },
    'node_modules/a/node_modules/@x/y': { hasInstallScript: true },
  },
};

test('names an unlisted script, a listed package without one, and an optional dependency that the lock lacks', () => {
  const faults = packageFaults(lock, ['fast-linux', 'gone']);
  expect(faults.map((fault) => fault.split(/[ ,]/)[0])).toEqual(['@x/y', 'gone', 'fast-mac']);
});

test('says nothing when list and lock agree', () => {
  const { 'node_modules/fast': _, ...packages } = lock.packages;
  expect(packageFaults({ packages }, ['fast-linux', '@x/y'])).toEqual([]);
});
