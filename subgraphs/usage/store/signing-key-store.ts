import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { SigningKey } from '../domain/usage.ts';
import { SigningKeyEntity } from './entities.ts';

export type SigningKeyStore = {
  /** Whether the transaction's organisation publishes the app, as far as usage's copy knows. */
  ownsApp(appId: string): Promise<boolean>;
  add(key: SigningKey, sealedSecret: Buffer): Promise<void>;
  /** Revokes the key at `at` unless it is revoked already; undefined when the organisation has no such key. */
  revoke(id: string, at: Date): Promise<SigningKey | undefined>;
  page(appId: string, page: PageRequest): Promise<SigningKey[]>;
};

/** Signing keys of the organisation of the transaction; nothing here reads a secret. */
export function signingKeyStore(em: EntityManager): SigningKeyStore {
  return {
    async ownsApp(appId) {
      const rows = await em.execute<{ found: number }[]>(`select 1 as found from usage.app_copy where app_id = ?`, [appId]);
      return rows.length > 0;
    },
    async add(key, sealedSecret) {
      await em.insert(SigningKeyEntity, { ...key, secret: sealedSecret });
    },
    async revoke(id, at) {
      await em.nativeUpdate(SigningKeyEntity, { id, revokedAt: null }, { revokedAt: at });
      const row = await em.findOne(SigningKeyEntity, { id });
      return row ? toKey(row) : undefined;
    },
    async page(appId, { limit, after, backward }) {
      const [id] = after ?? [];
      const beyond = id === undefined ? {} : { id: backward ? { $gt: id } : { $lt: id } };
      const rows = await em.find(SigningKeyEntity, { appId, ...beyond }, { orderBy: { id: backward ? 'asc' : 'desc' }, limit });
      return rows.map(toKey);
    },
  };
}

const toKey = (row: Omit<SigningKey, 'revokedAt'> & { revokedAt?: Date | null | undefined }): SigningKey => ({
  id: row.id,
  orgId: row.orgId,
  appId: row.appId,
  createdBy: row.createdBy,
  createdAt: row.createdAt,
  revokedAt: row.revokedAt ?? null,
});
