import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '@guildhall/platform/money.ts';
import { anyUse } from '../testing/values.ts';
import type { AccountKind } from './account.ts';
import { isShowback, outcomeOf, totalOf, type Outcome } from './charges.ts';
import { rateMonth } from './rating.ts';

const ACME = 'org:acme';
/** Lines by what they cost: the organisation's own app, or another's. */
const own = (...minor: bigint[]) => minor.map((of) => ({ publisher: ACME, amount: money(of, 'USD') }));
const others = (...minor: bigint[]) => minor.map((of) => ({ publisher: 'org:northwind', amount: money(of, 'USD') }));

describe('a line', () => {
  it.each<[AccountKind, string, boolean]>([
    ['external', 'org:acme', false],
    ['internal', 'org:acme', true],
    ['external', 'org:northwind', true],
    ['internal', 'org:northwind', true],
  ])('of an %s account of %s using an app of org:northwind: showback %s', (kind, orgId, expected) => {
    expect(isShowback({ kind, orgId }, { publisher: 'org:northwind' })).toBe(expected);
  });
});

describe('a month', () => {
  it.each<[string, AccountKind, ReturnType<typeof own>, Outcome]>([
    ['without a line', 'external', [], 'none'],
    ['without a line', 'internal', [], 'none'],
    ['that costs something', 'external', others(1n), 'invoiced'],
    ['with lines of zero beside one that costs something', 'external', others(0n, 0n, 1n), 'invoiced'],
    ['with its own use beside what costs something', 'external', [...own(1n), ...others(1n)], 'invoiced'],
    ['with its own use for nothing beside what costs something', 'external', [...own(0n), ...others(1n)], 'invoiced'],
    ['that costs nothing', 'external', others(0n), 'none'],
    ['that costs nothing on several lines', 'external', others(0n, 0n), 'none'],
    ['with its own use beside what costs nothing', 'external', [...own(1n), ...others(0n)], 'showback'],
    ['with its own use alone', 'external', own(1n), 'showback'],
    ['with its own use alone, for nothing', 'external', own(0n), 'showback'],
    ['that costs something', 'internal', others(1n), 'showback'],
    ['that costs nothing', 'internal', others(0n), 'showback'],
  ])('%s comes, for an %s account, to this', (_, kind, lines, outcome) => {
    expect(outcomeOf({ kind, orgId: ACME }, { lines, held: [] })).toBe(outcome);
    expect(outcomeOf({ kind, orgId: ACME }, { lines: [...lines].reverse(), held: [] })).toBe(outcome);
    expect(outcomeOf({ kind, orgId: ACME }, { lines, held: ['a line'] })).toBe(outcome === 'none' ? 'held' : outcome);
  });

  it('is invoiced when, and only when, its invoice comes to something', () => {
    fc.assert(
      fc.property(
        anyUse,
        fc.constantFrom<AccountKind>('external', 'internal'),
        fc.constantFrom(ACME, 'org:northwind'),
        (of, kind, orgId) => {
          const account = { kind, orgId };
          const { lines } = rateMonth(of);
          const billed = lines.filter((line) => !isShowback(account, line));
          const outcome = outcomeOf(account, { lines, held: [] });
          expect(outcome === 'invoiced').toBe(totalOf(billed, 'USD').minor > 0n);
          // Nothing that is owed, or shown back, goes unbooked.
          if (outcome === 'none') expect([totalOf(lines, 'USD').minor, lines.length - billed.length]).toEqual([0n, 0]);
        },
      ),
    );
  });
});
