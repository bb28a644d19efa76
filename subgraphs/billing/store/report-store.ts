import type { EntityManager } from '@mikro-orm/postgresql';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Difference } from '../domain/difference.ts';
import { DifferenceEntity, ReportEntity } from './entities.ts';

/** One version of a week's report; its digest is that of its differences. */
export type Report = {
  readonly id: string;
  readonly week: string;
  readonly version: number;
  readonly digest: string;
  readonly createdAt: Date;
};

/** A difference at its place in a report, from 0. */
export type PlacedDifference = Difference & { readonly position: number };

export type ReportStore = {
  /** Holds others off a week's report until the transaction ends; *worker* only, as all that writes. */
  lock(week: string): Promise<void>;
  newest(week: string): Promise<Report | undefined>;
  /** The newest version of each week, newest week first. */
  page(page: PageRequest): Promise<Report[]>;
  add(report: Report, differences: readonly Difference[]): Promise<void>;
  /** How many differences of each report the transaction may see: those of one organisation when it is given. */
  counts(reportIds: readonly string[], orgId: string | undefined): Promise<{ readonly reportId: string; readonly count: number }[]>;
  differences(reportId: string, orgId: string | undefined, page: PageRequest): Promise<PlacedDifference[]>;
  /** The newest weeks without a report among those that begin in `[first, beyond)`, two Mondays, and after the first with one. */
  missing(first: string, beyond: string, limit: number): Promise<string[]>;
};

export function reportStore(em: EntityManager): ReportStore {
  return {
    async lock(week) {
      await em.execute(`select pg_advisory_xact_lock(hashtextextended('billing report ' || ?, 0))`, [week]);
    },
    async newest(week) {
      const [row] = await em.find(ReportEntity, { week }, { orderBy: { version: 'desc' }, limit: 1 });
      return row;
    },
    page: ({ limit, after, backward }) =>
      em.execute<Report[]>(
        `select distinct on (week) id, week, version, digest, created_at as "createdAt"
           from billing.reconciliation_report
          where ?::text is null or ${backward ? 'week > ?::text' : 'week < ?::text'}
          order by week ${backward ? 'asc' : 'desc'}, version desc limit ?`,
        [after?.[0] ?? null, after?.[0] ?? null, limit],
      ),
    async add(report, differences) {
      await em.insert(ReportEntity, report);
      for (let from = 0; from < differences.length; from += 500) {
        await em.insertMany(
          DifferenceEntity,
          differences.slice(from, from + 500).map((difference, at) => ({
            orgId: difference.orgId,
            reportId: report.id,
            position: from + at,
            kind: difference.kind,
            appId: difference.appId ?? null,
            unit: difference.unit ?? null,
            day: difference.day ?? null,
            month: difference.month ?? null,
            invoiceId: difference.invoiceId ?? null,
            ledgerAccount: difference.ledgerAccount ?? null,
            leftName: difference.left,
            leftValue: difference.leftValue,
            rightName: difference.right,
            rightValue: difference.rightValue,
          })),
        );
      }
    },
    counts: (reportIds, orgId) =>
      em.execute<{ reportId: string; count: number }[]>(
        `select report_id as "reportId", count(*)::int as count from billing.reconciliation_difference
          where report_id in (select jsonb_array_elements_text(?::jsonb)) and (?::text is null or org_id = ?::text) group by report_id`,
        [JSON.stringify(reportIds), orgId ?? null, orgId ?? null],
      ),
    async differences(reportId, orgId, { limit, after, backward }) {
      const position = after?.[0] === undefined ? undefined : Number(after[0]);
      const where = {
        reportId,
        ...(orgId === undefined ? {} : { orgId }),
        ...(position === undefined ? {} : { position: backward ? { $lt: position } : { $gt: position } }),
      };
      const rows = await em.find(DifferenceEntity, where, { orderBy: { position: backward ? 'desc' : 'asc' }, limit });
      return rows.map(({ leftName, leftValue, rightName, rightValue, ...row }) => ({
        ...row,
        left: leftName,
        leftValue,
        right: rightName,
        rightValue,
      }));
    },
    async missing(first, beyond, limit) {
      const rows = await em.execute<{ week: string }[]>(
        `select week from (
           select to_char(monday, 'IYYY-"W"IW') as week from generate_series(?::timestamp, ?::timestamp - interval '1 week', '1 week') monday
         ) weeks
         where week > (select min(week) from billing.reconciliation_report)
           and not exists (select 1 from billing.reconciliation_report r where r.week = weeks.week)
         order by week desc limit ?`,
        [first, beyond, limit],
      );
      return rows.map(({ week }) => week);
    },
  };
}
