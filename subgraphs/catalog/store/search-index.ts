import { seesTeam, type Actor } from '@guildhall/platform/identity/actor.ts';
import type { Logger } from '@guildhall/platform/log.ts';
import { openSource } from '@guildhall/platform/stream/source.ts';
import { startTail } from '@guildhall/platform/stream/tail.ts';
import MiniSearch, { type SearchResult } from 'minisearch';
import type { Manifest } from '../domain/manifest.ts';

/** Finds published apps by words. */
export type Search = {
  /** Ids of the apps that match and that the actor may see, best first. */
  find(actor: Actor, words: string): readonly string[];
  ready(): boolean;
  stop(): Promise<void>;
};

type Document = {
  id: string;
  title: string;
  short_description: string;
  long_description: string;
  tags: string;
  audience: string;
  team: string | null;
};
type ListingRow = { app_id: string; audience: string; team: string | null; manifest: Manifest };

/** An index in memory of what is published: rebuilt from `listing` at start, then kept by the outbox. Reads under the *stream* role. */
export function startSearch({ url, logger }: { readonly url: string; readonly logger: Logger }): Search {
  const index = new MiniSearch<Document>({
    fields: ['title', 'short_description', 'long_description', 'tags'],
    storeFields: ['audience', 'team'],
    searchOptions: {
      boost: { title: 4, tags: 2, short_description: 2 },
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      combineWith: 'AND',
    },
  });
  const source = openSource({ schema: 'catalog', url });
  const listed = (appId?: string) =>
    source.query<ListingRow>(
      `select app_id, audience, team, manifest from catalog.listing ${appId === undefined ? '' : 'where app_id = $1'}`,
      appId === undefined ? [] : [appId],
    );
  const put = (row: ListingRow) => {
    const { title, short_description, long_description = '', tags } = row.manifest;
    const document = {
      id: row.app_id,
      title,
      short_description,
      long_description,
      tags: tags.join(' '),
      audience: row.audience,
      team: row.team,
    };
    if (index.has(document.id)) index.replace(document);
    else index.add(document);
  };
  const tail = startTail({
    source,
    logger,
    async rebuild() {
      const rows = await listed();
      index.removeAll();
      rows.forEach(put);
    },
    async apply({ type, entityId }) {
      if (type !== 'catalog.app.published' && type !== 'catalog.app.withdrawn') return;
      const [row] = await listed(entityId);
      if (row) put(row);
      else if (index.has(entityId)) index.discard(entityId);
    },
  });
  return {
    find(actor, words) {
      const visible = ({ audience, team }: SearchResult) => (audience === '*' || audience === actor.orgId) && seesTeam(actor, team ?? null);
      return index.search(words, { filter: visible }).map(({ id }) => String(id));
    },
    ready: tail.ready,
    stop: tail.stop,
  };
}
