import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import canonicalize from 'canonicalize';
import { refusal } from '../errors.ts';

export type Idempotency = {
  /**
   * Runs `work` once for (organisation, operation, key) and remembers the id that it returns; the same key and input again return
   * that id without effect. Throws `IDEMPOTENCY_KEY_REUSED` when the key was used with different input. A repeat that comes while the
   * first is under way waits for it.
   */
  once(orgId: string, operation: string, key: string, input: unknown, work: () => Promise<string>): Promise<string>;
};

type KeyRow = { input_hash: string; result_id: string | null };

function hashOf(input: unknown): string {
  let text: string | undefined;
  try {
    text = canonicalize(input);
  } catch {
    // RFC 8785 has no form for half of a surrogate pair, and nothing else that comes from JSON is without one.
    throw refusal('INVALID_INPUT', 'The input contains text that is not well-formed Unicode; remove the lone surrogate.', ['input']);
  }
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}

export function createIdempotency(em: EntityManager, schema: string): Idempotency {
  return {
    async once(orgId, operation, key, input, work) {
      // Half of a surrogate pair is stored as U+FFFD, by which two keys would be one.
      if (key.length < 1 || key.length > 255 || !key.isWellFormed())
        throw refusal('INVALID_INPUT', 'idempotencyKey must have 1 to 255 characters and no lone surrogate.', ['idempotencyKey']);
      const hash = hashOf(input);
      const inserted = await em.execute<KeyRow[]>(
        `insert into ${schema}.idempotency_key (org_id, operation, key, input_hash) values (?, ?, ?, ?) on conflict do nothing returning input_hash, result_id`,
        [orgId, operation, key, hash],
      );
      if (inserted.length > 0) {
        const id = await work();
        await em.execute(`update ${schema}.idempotency_key set result_id = ? where org_id = ? and operation = ? and key = ?`, [
          id,
          orgId,
          operation,
          key,
        ]);
        return id;
      }
      const [first] = await em.execute<KeyRow[]>(
        `select input_hash, result_id from ${schema}.idempotency_key where org_id = ? and operation = ? and key = ?`,
        [orgId, operation, key],
      );
      if (first?.input_hash !== hash || first.result_id === null) {
        throw refusal(
          'IDEMPOTENCY_KEY_REUSED',
          'This idempotencyKey was already used with different input. Use a new key for a new request.',
          ['idempotencyKey'],
        );
      }
      return first.result_id;
    },
  };
}
