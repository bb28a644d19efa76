import type { Difference } from '../domain/difference.ts';
import type { Store, Tx } from '../store/store.ts';

const ORGANIZATIONS_A_PAGE = 100;

/** The differences of every organisation that `list` names by id, a page at a time. */
export async function inPages(
  store: Store,
  list: (tx: Tx, after: string, limit: number) => Promise<string[]>,
  compare: (tx: Tx, orgIds: readonly string[]) => Promise<Difference[]>,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  let after: string | undefined = '';
  while (after !== undefined) {
    const from: string = after;
    // One snapshot a page, so that a month which is booked meanwhile is seen whole or not at all.
    const page = await store.acrossTenants(
      async (tx) => {
        const orgIds = await list(tx, from, ORGANIZATIONS_A_PAGE);
        return { orgIds, found: await compare(tx, orgIds) };
      },
      { snapshot: true },
    );
    differences.push(...page.found);
    after = page.orgIds.length < ORGANIZATIONS_A_PAGE ? undefined : page.orgIds.at(-1);
  }
  return differences;
}
