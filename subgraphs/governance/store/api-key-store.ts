import type { EntityManager } from '@mikro-orm/postgresql';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import { keyOfPrincipal, keyPrincipal, type ApiKey } from '../domain/api-key.ts';
import { ApiKeyEntity } from './entities.ts';
import { pageById } from './page.ts';

export type ApiKeyStore = {
  add(key: ApiKey, hash: string): Promise<void>;
  byId(orgId: string, id: string): Promise<ApiKey | undefined>;
  page(orgId: string, page: PageRequest): Promise<ApiKey[]>;
  revoke(orgId: string, id: string, at: Date): Promise<void>;
  /** Of the principals named that are keys of the organisation, who made each. */
  creators(orgId: string, principals: readonly string[]): Promise<Map<string, string>>;
};

/** Keys as everybody may see them; what is kept of their secrets is written here and never read. */
export function apiKeyStore(em: EntityManager): ApiKeyStore {
  const toKey = ({ orgId, id, name, roles, createdBy, createdAt, revokedAt }: KeyRow): ApiKey => ({
    orgId,
    id,
    name,
    roles,
    createdBy,
    createdAt,
    revokedAt: revokedAt ?? null,
  });
  return {
    async add(key, hash) {
      await em.insert(ApiKeyEntity, { ...key, roles: [...key.roles], hash });
    },
    async byId(orgId, id) {
      const row = await em.findOne(ApiKeyEntity, { orgId, id });
      return row ? toKey(row) : undefined;
    },
    async page(orgId, page) {
      const { where, options } = pageById('id', page, 'desc');
      return (await em.find(ApiKeyEntity, { orgId, ...where }, options)).map(toKey);
    },
    async revoke(orgId, id, at) {
      await em.nativeUpdate(ApiKeyEntity, { orgId, id }, { revokedAt: at });
    },
    async creators(orgId, principals) {
      const ids = principals.flatMap((principal) => keyOfPrincipal(principal) ?? []);
      const rows = ids.length ? await em.find(ApiKeyEntity, { orgId, id: { $in: ids } }) : [];
      return new Map(rows.map(({ id, createdBy }) => [keyPrincipal(id), createdBy]));
    },
  };
}

type KeyRow = Omit<ApiKey, 'revokedAt'> & { readonly revokedAt?: Date | null | undefined };
