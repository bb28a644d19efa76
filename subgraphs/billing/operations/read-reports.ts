import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { refusal } from '@guildhall/platform/errors.ts';
import { weekPeriod } from '@guildhall/platform/period.ts';
import { authorize } from '../domain/account.ts';
import type { PlacedDifference, Report } from '../store/report-store.ts';
import type { BillingDeps } from './deps.ts';
import { allowed } from './read-billing.ts';

/** The platform's own organisation: under it every difference is seen. */
const PLATFORM = 'org:guildhall';

/** Whose differences the actor sees: as platform admin or auditor all, else those of its own organisation. Throws `ForbiddenError`. */
function scopeOf(actor: Actor): { readonly as: Actor; readonly orgId: string | undefined } {
  authorize(actor, 'report.read');
  return allowed(() => authorize(actor, 'report.readAll'))
    ? { as: { ...actor, orgId: PLATFORM }, orgId: undefined }
    : { as: actor, orgId: actor.orgId };
}

/** The newest version of one ISO week's report. Throws `INVALID_INPUT` when the text is no week. */
export async function reportOfWeek({ store }: BillingDeps, actor: Actor, week: string): Promise<Report | undefined> {
  const { as } = scopeOf(actor);
  if (!weekPeriod(week)) throw refusal('INVALID_INPUT', 'week must be an ISO week such as 2026-W48.', ['week']);
  return store.transaction(as, (tx) => tx.reports.newest(week));
}

/** The newest version of each week's report, newest week first. */
export async function reportPage({ store }: BillingDeps, actor: Actor, page: PageRequest): Promise<Report[]> {
  const { as } = scopeOf(actor);
  return store.transaction(as, (tx) => tx.reports.page(page));
}

/** How many differences of each report the actor sees; a report without any is left out. */
export async function differenceCounts(
  { store }: BillingDeps,
  actor: Actor,
  reportIds: readonly string[],
): Promise<{ readonly reportId: string; readonly count: number }[]> {
  const { as, orgId } = scopeOf(actor);
  return [...(await store.transaction(as, (tx) => tx.reports.counts(reportIds, orgId)))];
}

/** The differences of a report that the actor sees, in their order. */
export async function differencePage(
  { store }: BillingDeps,
  actor: Actor,
  reportId: string,
  page: PageRequest,
): Promise<PlacedDifference[]> {
  const { as, orgId } = scopeOf(actor);
  return store.transaction(as, (tx) => tx.reports.differences(reportId, orgId, page));
}
