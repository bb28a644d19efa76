import { describe, expect, test } from 'vitest';
import { postponed, recordedReceipt, rejected } from './receipt.ts';

describe('recordedReceipt', () => {
  const mine = 'a1';
  test.each([
    ['counted now', { contentHash: mine, added: true }, 'new'],
    ['counted before', { contentHash: mine, added: false }, 'duplicate'],
    ['other content is kept', { contentHash: 'b2', added: false }, 'conflict'],
  ] as const)('%s', (_, recorded, status) => {
    expect(recordedReceipt(3, 'e', mine, recorded)).toMatchObject({ index: 3, event_id: 'e', status });
  });

  test('a conflict says what to do', () => {
    expect(recordedReceipt(0, 'e', mine, { contentHash: 'b2', added: false })).toMatchObject({ code: 'EVENT_ID_CONFLICT' });
  });
});

test('a rejection has the code of its first fault and all of them', () => {
  const errors = [
    { code: 'TIMESTAMP_AHEAD', message: 'One.', field: ['timestamp'] },
    { code: 'INVALID_INPUT', message: 'Two.', field: ['payload'] },
  ];
  expect(rejected(1, null, errors)).toEqual({
    index: 1,
    event_id: null,
    status: 'rejected',
    code: 'TIMESTAMP_AHEAD',
    message: 'One. Two.',
    errors,
  });
});

test('a refusal for now says when to send the event again; one for good does not', () => {
  const fault = { code: 'LATER', message: 'Again.', field: [] };
  expect(postponed(0, 'e', fault)).toEqual({ ...rejected(0, 'e', [fault]), retry_after: 2 });
  expect(rejected(0, 'e', [fault])).not.toHaveProperty('retry_after');
});
