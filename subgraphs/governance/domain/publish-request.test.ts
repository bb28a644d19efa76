import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  barredFrom,
  CLOSED_STATUSES,
  isOpen,
  needsApproval,
  OPEN_STATUSES,
  rule,
  type PublishRequestStatus,
  type Verdict,
} from './publish-request.ts';

const request = { status: 'AWAITING_APPROVAL' as PublishRequestStatus, digest: 'd1' };
const decision = (verdict: Verdict, digest = 'd1') => ({ verdict, digest });

describe('who needs an approval', () => {
  test.each([
    ['team', false, false, false],
    ['team', true, false, true],
    ['team', false, true, true],
    ['organization', false, false, true],
    ['public', false, false, true],
  ] as const)('audience %s, export %s, shown beyond a team before %s: %s', (kind, canExport, shownBeyondTeam, expected) => {
    expect(needsApproval({ kind }, { canExport, shownBeyondTeam })).toBe(expected);
  });
});

describe('who must not decide', () => {
  const version = { ownerId: 'user:owner', registeredBy: 'user:registrant', editors: ['user:editor', 'service:key_1'] };

  test('owner, registrant, every editor, requester, and whoever made a key that acted as one of them', () => {
    const barred = barredFrom({ requestedBy: 'user:requester' }, version, new Map([['service:key_1', 'user:keymaker']]));
    expect([...barred].sort()).toEqual(
      ['service:key_1', 'user:editor', 'user:keymaker', 'user:owner', 'user:registrant', 'user:requester'].sort(),
    );
  });
});

describe('a decision', () => {
  test.each([
    ['APPROVE', 'PUBLISHING'],
    ['REJECT', 'REJECTED'],
    ['WITHDRAW', 'WITHDRAWN'],
  ] as const)('%s brings a waiting request to %s', (verdict, status) => {
    expect(rule(request, decision(verdict), null)).toEqual({ outcome: 'APPLIED', status });
  });

  test.each(['APPROVE', 'REJECT', 'WITHDRAW'] as const)('%s of somebody who may not make it is refused with the reason', (verdict) => {
    expect(rule(request, decision(verdict), 'Gone.')).toEqual({ outcome: 'REFUSED', why: 'Gone.' });
    expect(rule({ ...request, status: 'PUBLISHING' }, decision(verdict), 'Gone.').outcome).toBe('TOO_LATE');
  });

  test('on another digest is refused', () => {
    expect(rule(request, decision('APPROVE', 'd2'), null).outcome).toBe('REFUSED');
  });

  test('that approves never passes over the checks', () => {
    expect(rule({ ...request, status: 'PENDING_CHECKS' }, decision('APPROVE'), null).outcome).toBe('TOO_LATE');
  });

  test('property: whatever decisions come in whatever order, at most one is applied, and nothing after it changes anything', () => {
    const decisions = fc.array(
      fc.record({
        verdict: fc.constantFrom<Verdict>('APPROVE', 'REJECT', 'WITHDRAW'),
        digest: fc.constantFrom('d1', 'd2'),
        bar: fc.constantFrom(null, 'Gone.'),
      }),
    );
    const statuses = fc.constantFrom<PublishRequestStatus>(...OPEN_STATUSES, ...CLOSED_STATUSES);
    fc.assert(
      fc.property(statuses, decisions, (start, made) => {
        let status = start;
        let applied = 0;
        for (const { bar, ...one } of made) {
          const ruling = rule({ status, digest: 'd1' }, one, bar);
          if (ruling.outcome !== 'APPLIED') continue;
          applied++;
          expect(bar).toBeNull();
          expect(isOpen({ status }) && status !== 'PUBLISHING').toBe(true);
          status = ruling.status;
        }
        expect(applied).toBeLessThanOrEqual(1);
        if (applied === 0) expect(status).toBe(start);
      }),
    );
  });
});
