import type { EntityManager } from '@mikro-orm/postgresql';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { ChargeLine } from '../domain/charges.ts';
import type { Invoice, StoredInvoice } from '../domain/invoice.ts';
import type { LineKind } from '../domain/rating.ts';
import type { PriceVersion } from '../domain/price-version.ts';
import { toMoney } from './currency.ts';
import { ChargeLineEntity, DraftLineEntity, InvoiceEntity } from './entities.ts';

export type InvoiceStore = {
  byIds(orgId: string, ids: readonly string[]): Promise<Invoice[]>;
  /** The invoices, drafts among them, of a month, whatever text their currency is. */
  ofMonth(orgIds: readonly string[], month: string): Promise<StoredInvoice[]>;
  /** Newest month first. */
  page(orgId: string, page: PageRequest): Promise<Invoice[]>;
  /** Puts a draft with its lines in the place of the month's draft, or takes that away; *worker* only, as all that writes. */
  putDraft(of: { orgId: string; month: string }, invoice: Invoice | undefined, lines: readonly ChargeLine[]): Promise<void>;
  /** Books lines; nothing changes them from here on. */
  addLines(lines: readonly ChargeLine[]): Promise<void>;
  /** Writes number, status, total and times of an invoice. */
  update(invoice: Invoice): Promise<void>;
  /** The booked lines of a month in their order, showback among them, whatever text their currency is. */
  linesOfMonth(orgIds: readonly string[], month: string): Promise<ChargeLine<string>[]>;
  /** The lines of invoices in their order: the drafted ones while it is a draft. */
  linesOf(orgId: string, invoices: readonly Pick<Invoice, 'id' | 'status'>[]): Promise<ChargeLine[]>;
  showbackPage(orgId: string, month: string, page: PageRequest): Promise<ChargeLine[]>;
};

type InvoiceRow = Omit<Invoice, 'number' | 'total' | 'postedAt' | 'finalizedAt'> & {
  readonly number?: string | null | undefined;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly postedAt?: Date | null | undefined;
  readonly finalizedAt?: Date | null | undefined;
};

const toStoredInvoice = (row: InvoiceRow): StoredInvoice => ({
  orgId: row.orgId,
  id: row.id,
  month: row.month,
  number: row.number ?? null,
  status: row.status,
  total: { minor: row.totalMinor, currency: row.currency },
  draftedAt: row.draftedAt,
  postedAt: row.postedAt ?? null,
  finalizedAt: row.finalizedAt ?? null,
});

const toInvoice = (row: InvoiceRow): Invoice => ({ ...toStoredInvoice(row), total: toMoney(row.totalMinor, row.currency) });

type LineRow = Omit<ChargeLine, 'amount' | 'invoiceId' | 'priceVersion'> & {
  readonly kind: LineKind;
  readonly invoiceId?: string | null | undefined;
  readonly priceVersion?: PriceVersion | null | undefined;
  readonly amountMinor: bigint;
  readonly currency: string;
};

const toStoredLine = (row: LineRow): ChargeLine<string> => ({
  orgId: row.orgId,
  id: row.id,
  month: row.month,
  position: row.position,
  invoiceId: row.invoiceId ?? null,
  kind: row.kind,
  appId: row.appId,
  publisher: row.publisher,
  unit: row.unit,
  // Lines of 0.1.0 say neither for whom their price was nor since when it binds.
  priceVersion: row.priceVersion
    ? { ...row.priceVersion, audiences: row.priceVersion.audiences ?? [], bindsFrom: row.priceVersion.bindsFrom ?? null }
    : null,
  quantity: row.quantity,
  included: row.included,
  unitPrice: row.unitPrice,
  amount: { minor: row.amountMinor, currency: row.currency },
});

const toLine = (row: LineRow): ChargeLine => ({ ...toStoredLine(row), amount: toMoney(row.amountMinor, row.currency) });

const lineColumns = ({ amount, ...line }: ChargeLine) => ({ ...line, amountMinor: amount.minor, currency: amount.currency });

/** Rows are read as they are in the database, for one transaction writes and reads them by turns. */
const fresh = { disableIdentityMap: true } as const;

export function invoiceStore(em: EntityManager): InvoiceStore {
  const dropDraft = async (orgId: string, month: string) => {
    await em.nativeDelete(DraftLineEntity, { orgId, month });
  };
  return {
    async byIds(orgId, ids) {
      return (await em.find(InvoiceEntity, { orgId, id: { $in: [...ids] } }, fresh)).map(toInvoice);
    },
    async ofMonth(orgIds, month) {
      return (await em.find(InvoiceEntity, { orgId: { $in: [...orgIds] }, month }, fresh)).map(toStoredInvoice);
    },
    async page(orgId, { limit, after, backward }) {
      const [month] = after ?? [];
      const where = { orgId, ...(month === undefined ? {} : { month: backward ? { $gt: month } : { $lt: month } }) };
      return (await em.find(InvoiceEntity, where, { ...fresh, orderBy: { month: backward ? 'asc' : 'desc' }, limit })).map(toInvoice);
    },
    async putDraft({ orgId, month }, invoice, lines) {
      await dropDraft(orgId, month);
      await em.nativeDelete(InvoiceEntity, { orgId, month, status: 'draft' });
      if (invoice) {
        const { total, ...rest } = invoice;
        await em.insert(InvoiceEntity, { ...rest, totalMinor: total.minor, currency: total.currency });
      }
      if (lines.length > 0) await em.insertMany(DraftLineEntity, lines.map(lineColumns));
    },
    async addLines(lines) {
      const [first] = lines;
      if (!first) return;
      await dropDraft(first.orgId, first.month);
      await em.insertMany(ChargeLineEntity, lines.map(lineColumns));
    },
    async update({ orgId, id, number, status, total, postedAt, finalizedAt }) {
      await em.nativeUpdate(InvoiceEntity, { orgId, id }, { number, status, totalMinor: total.minor, postedAt, finalizedAt });
    },
    async linesOfMonth(orgIds, month) {
      const rows = await em.find(
        ChargeLineEntity,
        { orgId: { $in: [...orgIds] }, month },
        { ...fresh, orderBy: { orgId: 'asc', position: 'asc' } },
      );
      return rows.map(toStoredLine);
    },
    async linesOf(orgId, invoices) {
      const ids = (draft: boolean) => invoices.flatMap(({ id, status }) => ((status === 'draft') === draft ? [id] : []));
      const order = { ...fresh, orderBy: { position: 'asc' } } as const;
      const booked = await em.find(ChargeLineEntity, { orgId, invoiceId: { $in: ids(false) } }, order);
      const drafted = ids(true).length === 0 ? [] : await em.find(DraftLineEntity, { orgId, invoiceId: { $in: ids(true) } }, order);
      return [...booked, ...drafted].map(toLine);
    },
    async showbackPage(orgId, month, { limit, after, backward }) {
      const position = after?.[0] === undefined ? undefined : Number(after[0]);
      const beyond = position === undefined ? {} : { position: backward ? { $lt: position } : { $gt: position } };
      const where = { orgId, month, invoiceId: null, ...beyond };
      return (await em.find(ChargeLineEntity, where, { ...fresh, orderBy: { position: backward ? 'desc' : 'asc' }, limit })).map(toLine);
    },
  };
}
