import { UnavailableError } from '@guildhall/platform/errors.ts';
import { describe, expect, test } from 'vitest';
import { createDirectory, type Identity, type Question } from './directory.ts';

const alice = (roles: Identity['platformRoles'] = []): Identity => ({
  principal: 'user:alice',
  kind: 'user',
  memberships: [{ orgId: 'org:acme', roles: ['member'], teams: [] }],
  platformRoles: roles,
});

/** A directory over a governance that a test may change, stop and count. */
function setUp(capacity?: number) {
  const state = { now: 0, down: false, answer: alice() as Identity | null };
  const asked: Question[] = [];
  const directory = createDirectory({
    ask: async (question) => {
      asked.push(question);
      await Promise.resolve();
      if (state.down) throw new UnavailableError('governance does not answer');
      return state.answer;
    },
    now: () => state.now,
    ...(capacity === undefined ? {} : { capacity }),
  });
  return { state, asked, directory };
}
const who = { principal: 'user:alice' };

describe('while governance answers', () => {
  test('an answer serves for 5 s, then it is asked again', async () => {
    const { state, asked, directory } = setUp();
    await directory(who);
    state.answer = alice(['auditor']);
    state.now = 4_999;
    expect((await directory(who))?.platformRoles).toEqual([]);
    state.now = 5_000;
    expect((await directory(who))?.platformRoles).toEqual(['auditor']);
    expect(asked).toHaveLength(2);
  });

  test('a newer answer can be demanded, which then serves everybody', async () => {
    const { state, asked, directory } = setUp();
    await directory(who);
    state.answer = alice(['auditor']);
    state.now = 400;
    expect((await directory(who, 500))?.platformRoles).toEqual([]);
    state.now = 600;
    expect((await directory(who, 500))?.platformRoles).toEqual(['auditor']);
    expect((await directory(who))?.platformRoles).toEqual(['auditor']);
    expect(asked).toHaveLength(2);
  });

  test('callers at the same time share one question, also when it fails', async () => {
    const { state, asked, directory } = setUp();
    await Promise.all([directory(who), directory(who), directory(who)]);
    expect(asked).toHaveLength(1);
    state.now = 6_000_000;
    state.down = true;
    const both = await Promise.allSettled([directory(who), directory(who)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(asked).toHaveLength(2);
  });

  test('principals, API keys and organisations are apart', async () => {
    const { asked, directory } = setUp();
    const questions: Question[] = [
      who,
      { apiKey: 'user:alice' },
      { ...who, organization: 'org:acme' },
      { ...who, organization: 'org:other' },
    ];
    for (const question of [...questions, ...questions]) await directory(question);
    expect(asked).toEqual(questions);
  });

  test('the unknown is asked for each time', async () => {
    const { state, asked, directory } = setUp();
    state.answer = null;
    expect(await directory(who)).toBeNull();
    expect(await directory(who)).toBeNull();
    expect(asked).toHaveLength(2);
  });

  test('keeps no more callers than it may, the newest', async () => {
    const { asked, directory } = setUp(2);
    for (const principal of ['user:a', 'user:b', 'user:c', 'user:c', 'user:b', 'user:a']) await directory({ principal });
    expect(asked).toEqual(['user:a', 'user:b', 'user:c', 'user:a'].map((principal) => ({ principal })));
  });
});

describe('while governance is unreachable', () => {
  test('the last answer serves for 5 minutes, then no longer', async () => {
    const { state, directory } = setUp();
    await directory(who);
    state.down = true;
    for (state.now = 5_000; state.now <= 300_000; state.now += 5_000) expect(await directory(who)).toEqual(alice());
    state.now = 300_001;
    await expect(directory(who)).rejects.toThrow(UnavailableError);
  });

  test('it is asked once a second only, so that requests do not wait for it', async () => {
    const { state, asked, directory } = setUp();
    await directory(who);
    state.down = true;
    state.now = 5_000;
    for (let i = 0; i < 10; i++) await directory(who);
    expect(asked).toHaveLength(2);
    state.now = 6_000;
    state.down = false;
    state.answer = alice(['platform_admin']);
    expect((await directory(who))?.platformRoles).toEqual(['platform_admin']);
  });

  test('whoever was never known is refused', async () => {
    const { state, directory } = setUp();
    state.down = true;
    await expect(directory(who)).rejects.toThrow(UnavailableError);
  });

  test('whoever was revoked before stays revoked', async () => {
    const { state, directory } = setUp();
    await directory(who);
    state.now = 5_000;
    state.answer = null;
    expect(await directory(who)).toBeNull();
    state.down = true;
    await expect(directory(who)).rejects.toThrow(UnavailableError);
  });
});
