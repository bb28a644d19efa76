import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText } from '@guildhall/platform/decimal.ts';
import { money } from '@guildhall/platform/money.ts';
import type { AccountKind } from './account.ts';
import { isShowback, totalOf, type ChargeLine } from './charges.ts';
import { postingsOf } from './ledger.ts';
import { rateMonth, type RatedLine } from './rating.ts';
import { anyUse, MONTH } from '../testing/values.ts';

/** Lines as an account's month would book them. */
const charge = (rated: readonly RatedLine[], kind: AccountKind, orgId = 'org:acme'): ChargeLine[] =>
  rated.map((line, position) => ({
    ...line,
    orgId,
    id: `lin_${position}`,
    month: MONTH,
    position,
    invoiceId: isShowback({ kind, orgId }, line) ? null : 'inv_1',
    quantity: decimalText(line.quantity),
    included: decimalText(line.included),
    unitPrice: decimalText(line.unitPrice),
  }));

const line = (appId: string, minor: bigint, invoiceId: string | null = 'inv_1'): ChargeLine => ({
  orgId: 'org:acme',
  id: `lin_${appId}_${minor}`,
  month: MONTH,
  position: 0,
  invoiceId,
  kind: 'usage',
  appId,
  publisher: 'org:northwind',
  unit: 'token',
  priceVersion: null,
  quantity: '1',
  included: '0',
  unitPrice: '1',
  amount: money(minor, 'USD'),
});

const legs = (lines: readonly ChargeLine[]) =>
  postingsOf(lines).flatMap((posting) => posting.legs.map(({ account, minor }) => `${account} ${minor}`));

describe('what lines book', () => {
  it('an invoice: the receivable against one revenue leg an app', () => {
    expect(legs([line('app-a', 4515n), line('app-a', 246n), line('app-b', 100n)])).toEqual([
      'receivable/org:acme 4861',
      'revenue/org:northwind/app-a -4761',
      'revenue/org:northwind/app-b -100',
    ]);
  });

  it('showback: the cost against the recovery', () => {
    expect(legs([line('app-a', 5n, null)])).toEqual(['cost/org:acme 5', 'recovery/org:northwind/app-a -5']);
  });

  it('an invoice and showback of one month apart', () => {
    expect(postingsOf([line('app-a', 5n), line('app-b', 7n, null)]).map(({ invoiceId }) => invoiceId)).toEqual(['inv_1', null]);
  });

  it('nothing for lines of zero', () => {
    expect(postingsOf([line('app-a', 0n)])).toEqual([]);
    expect(legs([line('app-a', 0n), line('app-b', 1n)])).toEqual(['receivable/org:acme 1', 'revenue/org:northwind/app-b -1']);
  });

  it('never two currencies at once', () => {
    expect(() => postingsOf([line('app-a', 1n), { ...line('app-b', 1n), amount: money(1n, 'EUR') }])).toThrow('cannot book');
  });
});

describe('for any month', () => {
  it('the entries of each transaction sum to zero, and what is owed is the total', () => {
    fc.assert(
      fc.property(
        anyUse,
        fc.constantFrom<AccountKind>('external', 'internal'),
        fc.constantFrom('org:acme', 'org:northwind'),
        (of, kind, orgId) => {
          const lines = charge(rateMonth(of).lines, kind, orgId);
          const postings = postingsOf(lines);
          for (const { legs: all } of postings) expect(all.reduce((sum, { minor }) => sum + minor, 0n)).toBe(0n);
          const debits = postings.flatMap((posting) => posting.legs).reduce((sum, { minor }) => (minor > 0n ? sum + minor : sum), 0n);
          expect(debits).toBe(totalOf(lines, 'USD').minor);
        },
      ),
    );
  });

  it('the order of lines does not change what is booked', () => {
    fc.assert(
      fc.property(
        anyUse
          .map((of) => charge(rateMonth(of).lines, 'external'))
          .chain((lines) => fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length }))),
        ([lines, shuffled]) => {
          expect(legs(shuffled).sort()).toEqual(legs(lines).sort());
        },
      ),
    );
  });
});
