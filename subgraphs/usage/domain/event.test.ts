import { parseJson } from '@guildhall/platform/json.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEvent } from './event.ts';

const now = new Date('2026-01-12T16:00:00Z');
/** The article's example, with a signature of the right form. */
const example = {
  event_id: '8f14e45f-ceea-467f-a8d0-000000000001',
  timestamp: '2026-01-12T15:04:05Z',
  app_id: 'where2eat-742',
  actor_id: 'user:alice',
  org_id: 'org:acme',
  action: 'invoke',
  payload: { tokens: 123, duration_ms: 420, compute_units: 0.002 },
  signature: `hmac-v1(sk_1:${'0'.repeat(64)})`,
};

const faults = (value: unknown) => readEvent(value, now).faults.map(({ code, field }) => `${code} ${field.join('.')}`);
const without = (field: string) => Object.fromEntries(Object.entries(example).filter(([name]) => name !== field));
const invalid = (...fields: string[]) => fields.map((field) => `INVALID_INPUT ${field}`);

describe('readEvent', () => {
  test('takes the example', () => {
    const { event, faults: none, signed } = readEvent(example, now);
    expect(none).toEqual([]);
    expect(event).toEqual({
      orgId: 'org:acme',
      appId: 'where2eat-742',
      eventId: '8f14e45f-ceea-467f-a8d0-000000000001',
      occurredAt: new Date('2026-01-12T15:04:05Z'),
      actorId: 'user:alice',
      action: 'invoke',
      payload: { tokens: 123, duration_ms: 420, compute_units: 0.002 },
    });
    expect(signed?.claim.keyId).toBe('sk_1');
  });

  test.each(Object.keys(example))('needs %s', (field) => {
    expect(faults(without(field))).toEqual(invalid(field));
  });

  test.each(Object.keys(example).flatMap((field) => [null, 7, true, [], ''].map((value) => [field, value] as const)))(
    'refuses %s = %j',
    (field, value) => {
      expect(faults({ ...example, [field]: value })).toEqual(invalid(field));
    },
  );

  test('names everything that is wrong at once', () => {
    const bad = {
      timestamp: 'yesterday',
      app_id: 'A',
      org_id: 'acme',
      action: 'In voke',
      payload: { tokens: 'NaN', compute_units: -1 },
      x: 1,
    };
    expect(faults(bad).sort()).toEqual(
      invalid(
        'action',
        'actor_id',
        'app_id',
        'event_id',
        'org_id',
        'payload.compute_units',
        'payload.tokens',
        'signature',
        'timestamp',
        'x',
      ),
    );
  });

  test.each([null, 7, 'text', true, [example]])('refuses %j as an event', (value) => {
    expect(faults(value)).toEqual(invalid(''));
  });

  test.each(['__proto__', 'constructor', 'toString'])('refuses the field %s', (field) => {
    expect(faults(JSON.parse(`${JSON.stringify(example).slice(0, -1)},"${field}":{"tokens":1}}`))).toEqual(invalid(field));
  });

  test.each(['a', '550e8400-e29b-41d4-a716-446655440000', 'order/7:line-3', 'x'.repeat(200)])('takes the event id %s', (event_id) => {
    expect(faults({ ...example, event_id })).toEqual([]);
  });

  test.each(['', 'x'.repeat(201), 'a b', 'a\u0000b', 'a\nb', 'é', '\ud800'])('refuses the event id %j', (event_id) => {
    expect(faults({ ...example, event_id })).toEqual(invalid('event_id'));
  });

  test.each([
    '2026-01-12',
    '2026-01-12T15:04:05',
    '2026-01-12 15:04:05Z',
    '2026-01-12T15:04Z',
    '2026-01-12T24:00:00Z',
    '2026-01-12T15:04:60Z',
    '2026-02-30T15:04:05Z',
    '2026-13-01T15:04:05Z',
    '2026-01-12T15:04:05+25:00',
    '1768230245',
  ])('refuses the timestamp %s', (timestamp) => {
    expect(faults({ ...example, timestamp })).toEqual(invalid('timestamp'));
  });

  test('takes offsets and fractions, and keeps the instant', () => {
    const { event } = readEvent({ ...example, timestamp: '2026-01-12T16:04:05.123456+01:00' }, now);
    expect(event?.occurredAt.toISOString()).toBe('2026-01-12T15:04:05.123Z');
  });

  test.each([
    ['2025-10-14T16:00:00Z', []],
    ['2025-10-14T15:59:59Z', ['TIMESTAMP_TOO_OLD timestamp']],
    ['2026-01-12T16:05:00Z', []],
    ['2026-01-12T16:05:01Z', ['TIMESTAMP_AHEAD timestamp']],
  ])('takes times from 90 days back to 5 minutes ahead: %s', (timestamp, expected) => {
    expect(faults({ ...example, timestamp })).toEqual(expected);
  });

  test('refuses what JSON software does not agree on, in the payload', () => {
    const payload = parseJson(String.raw`{"a":{"b":["\u0000"]},"c":"\ud800","d\u0000":1,"e":1e999,"f":12345678901234567890}`);
    expect(faults({ ...example, payload })).toEqual(invalid('payload.a.b.0', 'payload.c', 'payload', 'payload.e'));
  });

  test('refuses a payload of more than 65,536 characters', () => {
    expect(faults({ ...example, payload: { text: 'x'.repeat(65_525) } })).toEqual([]);
    expect(faults({ ...example, payload: { text: 'x'.repeat(65_526) } })).toEqual(invalid('payload'));
  });

  test('answers any JSON value with an event or with faults, never with an exception', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record(Object.fromEntries(Object.entries(example).map(([field, value]) => [field, fc.oneof(fc.constant(value), fc.jsonValue())]))),
    );
    fc.assert(
      fc.property(anything, (value) => {
        const { event, faults: found } = readEvent(value, now);
        expect(event === undefined).toBe(found.length > 0);
      }),
      { numRuns: 500 },
    );
  });
});
