import type { IdMaker } from '@guildhall/platform/ids.ts';
import type { KeyLookup } from '../store/key-lookup.ts';
import type { Recorder } from '../store/recorder.ts';
import type { Store } from '../store/store.ts';

/** What reading, closing and reconciling need from outside. */
export type UsageDeps = { readonly store: Store; readonly now: () => Date };

/** What making signing keys needs. */
export type SigningDeps = UsageDeps & {
  readonly newId: IdMaker;
  /** 32 bytes that secrets are sealed under. */
  readonly masterKey: Buffer;
  readonly randomBytes: (count: number) => Buffer;
  /** Usage's copy of the catalog: waits until it has what the catalog had when asked. */
  readonly copies: { caughtUp(timeoutMs: number, orgId?: string): Promise<boolean> };
};

/** What taking events in needs. */
export type IngestDeps = {
  readonly recorder: Recorder;
  readonly keys: KeyLookup;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
};
