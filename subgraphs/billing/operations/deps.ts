import type { IdMaker } from '@guildhall/platform/ids.ts';
import type { Consumer } from '@guildhall/platform/stream/consumer.ts';
import type { Store } from '../store/store.ts';

/** What billing's operations need from outside. Those for workflows need a store under the *worker* role. */
export type BillingDeps = {
  readonly store: Store;
  readonly now: () => Date;
  readonly newId: IdMaker;
  /** How long after its end a month is due; 72 unless it is given. */
  readonly graceHours?: number;
};

/** How long a caller is kept waiting for news of its installs. */
export const COPY_WAIT_MS = 2_000;

/** Beside these, what agreeing to a price needs: the consumer that keeps the copy of installs. */
export type ConsentDeps = BillingDeps & { readonly copies: Pick<Consumer, 'caughtUp' | 'settled'> };
