import type { EntityManager } from '@mikro-orm/postgresql';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { AuditEntry, TimelineEntry } from '../domain/trail.ts';
import { AuditEntryEntity, TimelineEntryEntity } from './entities.ts';
import { pageById } from './page.ts';

export type TimelineStore = {
  /** Adds what happened once; the same key again writes nothing. */
  add(entry: Omit<TimelineEntry, 'position'>): Promise<void>;
  page(orgId: string, publishRequestId: string, page: PageRequest): Promise<TimelineEntry[]>;
};

export type AuditStore = {
  add(entry: AuditEntry): Promise<void>;
  page(orgId: string, page: PageRequest): Promise<AuditEntry[]>;
};

export function timelineStore(em: EntityManager): TimelineStore {
  return {
    async add({ orgId, publishRequestId, key, event, text, actor, at }) {
      await em.execute(
        `insert into governance.timeline_entry (org_id, publish_request_id, key, event, text, actor, at) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
        [orgId, publishRequestId, key, event, text, actor, at.toISOString()],
      );
    },
    page(orgId, publishRequestId, page) {
      const { where, options } = pageById('position', page, 'asc');
      return em.find(TimelineEntryEntity, { orgId, publishRequestId, ...where }, options);
    },
  };
}

export function auditStore(em: EntityManager): AuditStore {
  return {
    async add(entry) {
      await em.insert(AuditEntryEntity, entry);
    },
    page(orgId, page) {
      const { where, options } = pageById('id', page, 'desc');
      return em.find(AuditEntryEntity, { orgId, ...where }, options);
    },
  };
}
