import { refusal } from '@guildhall/platform/errors.ts';

export type Audience = { readonly kind: 'team'; readonly team: string } | { readonly kind: 'organization' } | { readonly kind: 'public' };

export const OPEN_STATUSES = ['PENDING_CHECKS', 'AWAITING_APPROVAL', 'PUBLISHING'] as const;
export const CLOSED_STATUSES = ['PUBLISHED', 'CHECKS_FAILED', 'REJECTED', 'WITHDRAWN', 'EXPIRED', 'FAILED'] as const;
export type OpenStatus = (typeof OPEN_STATUSES)[number];
export type ClosedStatus = (typeof CLOSED_STATUSES)[number];
export type PublishRequestStatus = OpenStatus | ClosedStatus;

export type PublishRequest = {
  readonly orgId: string;
  readonly id: string;
  readonly appId: string;
  readonly number: number;
  /** SHA-256 of the version's manifest, in hex: what every decision is bound to. */
  readonly digest: string;
  readonly audience: Audience;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly status: PublishRequestStatus;
  readonly reason: string | null;
  readonly closedAt: Date | null;
};

/** What governance knows of a version, from the catalog's stream. */
export type KnownVersion = {
  readonly orgId: string;
  readonly appId: string;
  readonly number: number;
  readonly digest: string;
  readonly title: string;
  readonly ownerId: string;
  readonly registeredBy: string;
  /** Whoever made this version or an earlier one. */
  readonly editors: readonly string[];
  readonly canExport: boolean;
};

export type Verdict = 'APPROVE' | 'REJECT' | 'WITHDRAW';
export type DecisionOutcome = 'PENDING' | 'APPLIED' | 'TOO_LATE' | 'REFUSED';

/** A row of the inbox. */
export type Decision = {
  readonly orgId: string;
  readonly id: string;
  readonly publishRequestId: string;
  readonly principal: string;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly digest: string;
  readonly madeAt: Date;
  readonly outcome: DecisionOutcome;
  readonly why: string | null;
};

export const isOpen = ({ status }: Pick<PublishRequest, 'status'>) => OPEN_STATUSES.some((open) => open === status);

/**
 * A person has to decide when the app will be seen beyond a team, or can take data out; and when it was shown beyond a team before, for
 * whoever installed it then pays the price that any later publication puts in force.
 */
export const needsApproval = (
  { kind }: Pick<Audience, 'kind'>,
  { canExport, shownBeyondTeam }: { readonly canExport: boolean; readonly shownBeyondTeam: boolean },
) => kind !== 'team' || canExport || shownBeyondTeam;

/** Who must not decide: owner, registrant, editors and requester; `creators` tells of each API key among them who made it. */
export function barredFrom(
  request: Pick<PublishRequest, 'requestedBy'>,
  version: Pick<KnownVersion, 'ownerId' | 'registeredBy' | 'editors'>,
  creators: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const named = [request.requestedBy, version.ownerId, version.registeredBy, ...version.editors];
  return new Set([...named, ...named.flatMap((principal) => creators.get(principal) ?? [])]);
}

/** What a decision comes to: the first that a request can still take closes it or sends it on; every other changes nothing. */
export type Ruling =
  | { readonly outcome: 'APPLIED'; readonly status: 'PUBLISHING' | 'REJECTED' | 'WITHDRAWN' }
  | { readonly outcome: 'TOO_LATE' | 'REFUSED'; readonly why: string };

/** `bar` says why whoever made the decision may not make it now; null when they may. */
export function rule(
  request: Pick<PublishRequest, 'status' | 'digest'>,
  decision: Pick<Decision, 'verdict' | 'digest'>,
  bar: string | null,
): Ruling {
  if (!isOpen(request)) return { outcome: 'TOO_LATE', why: `The request was closed before: ${request.status}.` };
  if (request.status === 'PUBLISHING') return { outcome: 'TOO_LATE', why: 'The request was decided before and is being published.' };
  if (bar !== null) return { outcome: 'REFUSED', why: bar };
  if (decision.verdict === 'WITHDRAW') return { outcome: 'APPLIED', status: 'WITHDRAWN' };
  if (decision.digest !== request.digest) return { outcome: 'REFUSED', why: 'The decision names another digest than the request.' };
  if (decision.verdict === 'REJECT') return { outcome: 'APPLIED', status: 'REJECTED' };
  // Decisions are applied after the checks; an approval that finds the request here found it in no need of one.
  if (request.status === 'PENDING_CHECKS') return { outcome: 'TOO_LATE', why: 'The request needs no approval.' };
  return { outcome: 'APPLIED', status: 'PUBLISHING' };
}

/** An absent request and another organisation's answer alike. */
export const requestNotFound = (id: string) =>
  refusal('PUBLISH_REQUEST_NOT_FOUND', `Your organisation has no publish request ${id}.`, ['publishRequestId']);
