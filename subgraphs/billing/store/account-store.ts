import { LockMode, UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/postgresql';
import type { Currency } from '@guildhall/platform/money.ts';
import { accountExists, type Account, type AccountKind } from '../domain/account.ts';
import { toCurrency } from './currency.ts';
import { AccountEntity } from './entities.ts';

export type AccountStore = {
  /** Throws `ACCOUNT_EXISTS`. */
  add(account: Account): Promise<void>;
  find(orgId: string): Promise<Account | undefined>;
  forUpdate(orgId: string): Promise<Account | undefined>;
  /**
   * Holds off other changes of an organisation's account until the transaction ends. First of all in a transaction: events come in the order in
   * which their transactions first write, or lock a row, and must come in that of the changes.
   */
  lock(orgId: string): Promise<void>;
  /** The accounts of organisations, whatever text their currency is; *worker* only. */
  ofOrganizations(orgIds: readonly string[]): Promise<ReadonlyMap<string, StoredAccount>>;
  setKind(orgId: string, kind: AccountKind): Promise<void>;
  /** Sets the currency, and that it is no longer changing. */
  setCurrency(orgId: string, currency: Currency, since: Date): Promise<void>;
  setChanging(orgId: string, until: Date | null): Promise<void>;
  /** Whether anything was drafted, booked or used of an organisation. */
  hasHistory(orgId: string): Promise<boolean>;
};

/** An account as the database holds it: its currency is whatever text stands there. */
export type StoredAccount = Omit<Account, 'currency'> & { readonly currency: string };

export const toAccount = (row: StoredAccount): Account => ({ ...row, currency: toCurrency(row.currency) });

type Row = Omit<StoredAccount, 'changingUntil'> & { readonly changingUntil?: Date | null | undefined };

const stored = ({ orgId, kind, currency, openedBy, openedAt, currencySince, changingUntil }: Row): StoredAccount => ({
  orgId,
  kind,
  currency,
  openedBy,
  openedAt,
  currencySince,
  changingUntil: changingUntil ?? null,
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
      return row ? toAccount(stored(row)) : undefined;
    },
    async lock(orgId) {
      await em.execute(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`billing account ${orgId}`]);
    },
    async forUpdate(orgId) {
      const row = await em.findOne(AccountEntity, { orgId }, { lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true });
      return row ? toAccount(stored(row)) : undefined;
    },
    async ofOrganizations(orgIds) {
      const rows = await em.find(AccountEntity, { orgId: { $in: [...orgIds] } }, { disableIdentityMap: true });
      return new Map(rows.map((row) => [row.orgId, stored(row)]));
    },
    async setKind(orgId, kind) {
      await em.nativeUpdate(AccountEntity, { orgId }, { kind });
    },
    async setCurrency(orgId, currency, currencySince) {
      await em.nativeUpdate(AccountEntity, { orgId }, { currency, currencySince, changingUntil: null });
    },
    async setChanging(orgId, changingUntil) {
      await em.nativeUpdate(AccountEntity, { orgId }, { changingUntil });
    },
    async hasHistory(orgId) {
      const [row] = await em.execute<{ any: boolean }[]>(
        `select exists (select from billing.invoice where org_id = ?) or exists (select from billing.booked_month where org_id = ?)
             or exists (select from billing.usage_day where org_id = ?) as any`,
        [orgId, orgId, orgId],
      );
      return row?.any ?? false;
    },
  };
}
