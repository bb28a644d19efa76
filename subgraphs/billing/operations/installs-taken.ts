import type { BillingDeps } from './deps.ts';

/**
 * Whether billing's copy of installs has whatever the catalog emitted in its transaction `xid` and in all before it; for workflows. A
 * transaction among those that is still open counts as not taken.
 */
export const installsTaken = ({ store }: BillingDeps, xid: string): Promise<boolean> => store.acrossTenants((tx) => tx.installs.taken(xid));
