import { LockMode, UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/postgresql';
import { accountExists, type Account, type AccountKind } from '../domain/account.ts';
import { toCurrency } from './currency.ts';
import { AccountEntity } from './entities.ts';

export type AccountStore = {
  /** Throws `ACCOUNT_EXISTS`. */
  add(account: Account): Promise<void>;
  find(orgId: string): Promise<Account | undefined>;
  forUpdate(orgId: string): Promise<Account | undefined>;
  /** The currency of each organisation with an account, whatever text it is; *worker* only. */
  currencies(orgIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** How each organisation with an account is billed, whatever text its currency is; *worker* only. */
  terms(orgIds: readonly string[]): Promise<{ orgId: string; kind: AccountKind; currency: string }[]>;
  setKind(orgId: string, kind: AccountKind): Promise<void>;
};

type Row = { orgId: string; kind: AccountKind; currency: string; openedBy: string; openedAt: Date };

const toAccount = ({ orgId, kind, currency, openedBy, openedAt }: Row): Account => ({
  orgId,
  kind,
  currency: toCurrency(currency),
  openedBy,
  openedAt,
});

export function accountStore(em: EntityManager): AccountStore {
  return {
    async add(account) {
      try {
        await em.insert(AccountEntity, account);
      } catch (error) {
        if (!(error instanceof UniqueConstraintViolationException)) throw error;
        throw accountExists(account.orgId);
      }
    },
    async find(orgId) {
      const row = await em.findOne(AccountEntity, { orgId }, { disableIdentityMap: true });
      return row ? toAccount(row) : undefined;
    },
    async forUpdate(orgId) {
      const row = await em.findOne(AccountEntity, { orgId }, { lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true });
      return row ? toAccount(row) : undefined;
    },
    async currencies(orgIds) {
      const rows = await em.find(AccountEntity, { orgId: { $in: [...orgIds] } }, { disableIdentityMap: true });
      return new Map(rows.map(({ orgId, currency }) => [orgId, currency]));
    },
    async terms(orgIds) {
      const rows = await em.find(AccountEntity, { orgId: { $in: [...orgIds] } }, { disableIdentityMap: true });
      return rows.map(({ orgId, kind, currency }) => ({ orgId, kind, currency }));
    },
    async setKind(orgId, kind) {
      await em.nativeUpdate(AccountEntity, { orgId }, { kind });
    },
  };
}
