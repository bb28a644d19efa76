import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { DEMO_APP } from '@guildhall/local/seed.ts';
import { NORTHWIND } from '@guildhall/local/story/publish.ts';
import {
  AppStateDocument,
  ConsumerAppDocument,
  InvoicesDocument,
  MeDocument,
  PublisherAppDocument,
  UsageByDayDocument,
} from '@guildhall/operations/generated/operations.ts';
import { print } from 'graphql';
import type { Scene } from './scene.ts';

export const subgraphs = ['catalog', 'usage', 'billing', 'governance'] as const;
export type Subgraph = (typeof subgraphs)[number];

/** An answer as it came, with the codes of its errors. */
export type Answer = { readonly text: string; readonly data: unknown; readonly codes: readonly (string | undefined)[] };

const days = { from: '2026-10-01', to: '2026-10-31' };
const months = { fromMonth: '2026-10', toMonth: '2026-10' };

/** What the gateway of a scene answers, whole or in part. */
export function gatewayOf({ system: { urls, tokens } }: Scene) {
  const asker = (subject: string, organization: string) =>
    async function ask<Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables): Promise<Answer> {
      const answer = await fetch(urls.graphql, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[subject]}`, 'guildhall-organization': organization },
        body: JSON.stringify({ query: print(document), variables }),
      });
      const text = await answer.text();
      // GraphQL answers these two, whatever the operation.
      const { data, errors = [] } = JSON.parse(text) as { data?: unknown; errors?: { extensions?: { code?: string } }[] };
      return { text, data, codes: errors.map(({ extensions }) => extensions?.code) };
    };
  const publisher = asker(NORTHWIND.creator, NORTHWIND.org);
  const consumer = asker('user:alice', 'org:acme');
  const ofPublisher = () => publisher(PublisherAppDocument, { appId: DEMO_APP, ...days, ...months });
  const ofConsumer = () => consumer(ConsumerAppDocument, { appId: DEMO_APP, ...days });
  const needingOne: Record<Subgraph, () => Promise<Answer>> = {
    catalog: () => publisher(AppStateDocument, { appId: DEMO_APP }),
    usage: () => consumer(UsageByDayDocument, days),
    billing: () => consumer(InvoicesDocument, {}),
    governance: () => publisher(MeDocument, {}),
  };
  const needingSeveral = { catalog: ofConsumer, usage: ofPublisher, billing: ofPublisher, governance: ofPublisher };
  return {
    /** The answer of an operation that needs this subgraph alone. */
    needing: (name: Subgraph) => needingOne[name](),
    /** The answer of an operation that needs this subgraph and others. */
    needingAlso: (name: Subgraph) => needingSeveral[name](),
    async readiness() {
      const answer = await fetch(new URL('/readyz', urls.graphql));
      // platform/http/server.ts answers this shape.
      return { status: answer.status, checks: ((await answer.json()) as { checks: Readonly<Record<string, string>> }).checks };
    },
  };
}
