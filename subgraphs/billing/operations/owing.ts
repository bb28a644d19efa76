import { outcomeOf } from '../domain/charges.ts';
import { rateMonth } from '../domain/rating.ts';
import { toCurrency } from '../store/currency.ts';
import type { Tx } from '../store/store.ts';
import { loadUse } from './load-use.ts';

/** Which of the organisations named, each with an account, have a month to book as things stand now. */
export async function owing(tx: Tx, orgIds: readonly string[], month: string): Promise<ReadonlySet<string>> {
  if (orgIds.length === 0) return new Set();
  const accounts = [...(await tx.accounts.ofOrganizations(orgIds)).values()];
  const useOf = await loadUse(tx, orgIds, month);
  const owes = ({ orgId, kind, currency }: (typeof accounts)[number]): boolean => {
    try {
      return outcomeOf({ orgId, kind }, rateMonth({ ...useOf(orgId), currency: toCurrency(currency) })) !== 'none';
    } catch {
      // What cannot be rated is started all the same: the account's own process then says why.
      return true;
    }
  };
  return new Set(accounts.flatMap((account) => (owes(account) ? [account.orgId] : [])));
}
