import type { Billing } from '@guildhall/billing/index.ts';
import type { Catalog } from '@guildhall/catalog/index.ts';
import type { Publishing } from '@guildhall/governance/index.ts';
import type { Hold } from '@guildhall/platform/stream/holds.ts';
import type { Usage } from '@guildhall/usage/index.ts';

export type HoldDeps = {
  readonly catalog: Pick<Catalog, 'holds'>;
  readonly usage: Pick<Usage, 'holds'>;
  readonly billing: Pick<Billing, 'holds'>;
  readonly governance: Pick<Publishing, 'holds'>;
};

/** What waits in any subgraph because an event could not be processed by it yet. */
export const holdsOf = async ({ catalog, usage, billing, governance }: HoldDeps): Promise<Hold[]> =>
  (await Promise.all([catalog, usage, billing, governance].map((of) => of.holds()))).flat();

/** The apps whose lines are to be held. */
export const appsOf = (holds: readonly Hold[]): ReadonlySet<string> => new Set(holds.flatMap(({ appId }) => appId ?? []));
