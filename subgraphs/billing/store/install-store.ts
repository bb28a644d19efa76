import type { EntityManager } from '@mikro-orm/postgresql';
import type { InstallSpan } from '../domain/binding.ts';

/** Billing's copy of an install. */
export type InstallCopy = InstallSpan & {
  readonly orgId: string;
  /** Null for an app of 0.1.0 that never had a price. */
  readonly publisher: string | null;
  /** The price versions that bind it beyond those that bind by silence. */
  readonly bindings: readonly { readonly priceVersionId: string; readonly bindsFrom: string | null }[];
};

type Announced = Omit<InstallCopy, 'bindings'> & { readonly priceVersionId: string | null };
type Acceptance = { readonly orgId: string; readonly installId: string; readonly priceVersionId: string; readonly bindsFrom: string };

export type InstallStore = {
  /** Keeps the copy of an install, bound to the price version that it was shown; the closed state wins whatever comes last. *worker* only. */
  put(install: Announced, at: Date): Promise<void>;
  /** Installs of organisations that touch a time, in order of their start. */
  touching(orgIds: readonly string[], start: Date, end: Date): Promise<InstallCopy[]>;
  /** Of the installs named, those of the organisation. */
  byIds(orgId: string, ids: readonly string[]): Promise<InstallCopy[]>;
  /** Installs of the organisation that are open, or were at an instant or later. */
  openSince(orgId: string, instant: Date): Promise<InstallCopy[]>;
  /** Binds an install to a version that its organisation accepted; repeated it changes nothing. Answers whether it did. */
  accept(acceptance: Acceptance, by: string, at: Date): Promise<boolean>;
  /** Whether the copy has come past a transaction of the catalog: its reader takes none before those older than it ended. */
  taken(xid: string): Promise<boolean>;
};

/** Names the cursor of the copy of installs. */
export const INSTALLS_READER = 'installs';

type Row = Omit<InstallCopy, 'installedAt' | 'uninstalledAt'> & {
  readonly installedAt: string | Date;
  readonly uninstalledAt: string | Date | null;
};

const SELECT = `
  select i.org_id as "orgId", i.id, i.app_id as "appId", i.publisher, i.installed_at as "installedAt", i.uninstalled_at as "uninstalledAt",
         coalesce((select jsonb_agg(jsonb_build_object('priceVersionId', b.price_version_id, 'bindsFrom', b.binds_from::text))
                     from billing.install_binding b where b.org_id = i.org_id and b.install_id = i.id), '[]') as bindings
    from billing.install_copy i`;

export function installStore(em: EntityManager): InstallStore {
  const find = async (where: string, values: readonly string[]): Promise<InstallCopy[]> => {
    const rows = await em.execute<Row[]>(`${SELECT} where ${where} order by i.installed_at, i.id`, [...values]);
    return rows.map(({ installedAt, uninstalledAt, ...row }) => ({
      ...row,
      installedAt: new Date(installedAt),
      uninstalledAt: uninstalledAt === null ? null : new Date(uninstalledAt),
    }));
  };
  const bind = async (
    { orgId, installId, priceVersionId, bindsFrom }: Omit<Acceptance, 'bindsFrom'> & { bindsFrom: string | null },
    by: string | null,
    at: Date,
  ): Promise<boolean> => {
    const made = await em.execute<object[]>(
      `insert into billing.install_binding (org_id, install_id, price_version_id, binds_from, made_by, accepted_by, made_at)
       values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning 1`,
      [orgId, installId, priceVersionId, bindsFrom, by === null ? 'install' : 'acceptance', by, at.toISOString()],
    );
    return made.length > 0;
  };
  return {
    async put({ orgId, id, appId, publisher, installedAt, uninstalledAt, priceVersionId }, at) {
      await em.execute(
        `insert into billing.install_copy (org_id, id, app_id, publisher, installed_at, uninstalled_at)
         values (?, ?, ?, coalesce(?, (select v.org_id from billing.price_version v where v.app_id = ? limit 1)), ?, ?)
         on conflict (org_id, id) do update set uninstalled_at = coalesce(install_copy.uninstalled_at, excluded.uninstalled_at)`,
        [orgId, id, appId, publisher, appId, installedAt.toISOString(), uninstalledAt?.toISOString() ?? null],
      );
      if (priceVersionId !== null) {
        await bind({ orgId, installId: id, priceVersionId, bindsFrom: null }, null, at);
        return;
      }
      // From 0.1.0, which named no price version.
      await em.execute(`select billing.bind_as_before(i) from billing.install_copy i where i.org_id = ? and i.id = ?`, [orgId, id]);
    },
    touching: (orgIds, start, end) =>
      find(
        `i.org_id in (select jsonb_array_elements_text(?::jsonb)) and i.installed_at < ? and (i.uninstalled_at is null or i.uninstalled_at > ?)`,
        [JSON.stringify(orgIds), end.toISOString(), start.toISOString()],
      ),
    byIds: (orgId, ids) => find(`i.org_id = ? and i.id in (select jsonb_array_elements_text(?::jsonb))`, [orgId, JSON.stringify(ids)]),
    openSince: (orgId, instant) =>
      find(`i.org_id = ? and (i.uninstalled_at is null or i.uninstalled_at > ?)`, [orgId, instant.toISOString()]),
    accept: (acceptance, by, at) => bind(acceptance, by, at),
    async taken(xid) {
      const past = await em.execute<object[]>(`select 1 from billing.stream_cursor where consumer = ? and xid >= ?::text::xid8`, [
        INSTALLS_READER,
        xid,
      ]);
      return past.length > 0;
    },
  };
}
