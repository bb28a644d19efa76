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
const decision = (verdict: Verdict, digest = 'd1') => ({ verdict, digest, principal: 'user:priya' });

describe('who needs an approval', () => {
  test.each([
    ['team', false, false],
    ['team', true, true],
    ['organization', false, true],
    ['public', false, true],
  ] as const)('audience %s, export %s: %s', (kind, canExport, expected) => {
    expect(needsApproval({ kind }, canExport)).toBe(expected);
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
    expect(rule(request, decision(verdict), true)).toEqual({ outcome: 'APPLIED', status });
  });

  test('of somebody who may not decide is refused, but a withdrawal is the publisher’s own', () => {
    expect(rule(request, decision('APPROVE'), false).outcome).toBe('REFUSED');
    expect(rule(request, decision('REJECT'), false).outcome).toBe('REFUSED');
    expect(rule(request, decision('WITHDRAW'), false).outcome).toBe('APPLIED');
  });

  test('on another digest is refused', () => {
    expect(rule(request, decision('APPROVE', 'd2'), true).outcome).toBe('REFUSED');
  });

  test('that approves never passes over the checks', () => {
    expect(rule({ ...request, status: 'PENDING_CHECKS' }, decision('APPROVE'), true).outcome).toBe('TOO_LATE');
  });

  test('property: whatever decisions come in whatever order, at most one is applied, and nothing after it changes anything', () => {
    const decisions = fc.array(
      fc.record({
        verdict: fc.constantFrom<Verdict>('APPROVE', 'REJECT', 'WITHDRAW'),
        digest: fc.constantFrom('d1', 'd2'),
        mayDecide: fc.boolean(),
      }),
    );
    const statuses = fc.constantFrom<PublishRequestStatus>(...OPEN_STATUSES, ...CLOSED_STATUSES);
    fc.assert(
      fc.property(statuses, decisions, (start, made) => {
        let status = start;
        let applied = 0;
        for (const { mayDecide, ...one } of made) {
          const ruling = rule({ status, digest: 'd1' }, { ...one, principal: 'user:p' }, mayDecide);
          if (ruling.outcome !== 'APPLIED') continue;
          applied++;
          expect(isOpen({ status }) && status !== 'PUBLISHING').toBe(true);
          status = ruling.status;
        }
        expect(applied).toBeLessThanOrEqual(1);
        if (applied === 0) expect(status).toBe(start);
      }),
    );
  });
});
