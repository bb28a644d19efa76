import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDecisionInbox } from './decision-inbox.ts';

describe('the inbox of an approval', () => {
  test('property: each decision is applied once, in the order in which it first came, however often and whenever it is told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('dec_1', 'dec_2', 'dec_3'), fc.boolean())), async (told) => {
        const inbox = createDecisionInbox();
        const applied: string[] = [];
        const drain = () =>
          inbox.drain(async (id) => {
            applied.push(id);
            return 'APPLIED';
          });
        for (const [id, drainNow] of told) {
          inbox.receive(id);
          if (drainNow) await drain();
        }
        await drain();
        expect(applied).toEqual([...new Set(told.map(([id]) => id))]);
        expect(inbox.waiting()).toBe(false);
        for (const id of applied) expect(inbox.outcome(id)).toBe('APPLIED');
      }),
    );
  });

  test('a decision that comes while another is applied is applied in the same go', async () => {
    const inbox = createDecisionInbox();
    inbox.receive('dec_1');
    await inbox.drain(async (id) => {
      if (id === 'dec_1') inbox.receive('dec_2');
      return id === 'dec_1' ? 'APPLIED' : 'TOO_LATE';
    });
    expect([inbox.outcome('dec_1'), inbox.outcome('dec_2')]).toEqual(['APPLIED', 'TOO_LATE']);
  });
});
