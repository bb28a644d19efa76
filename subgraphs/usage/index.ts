import { over } from '@guildhall/events/event.ts';
import { bind } from '@guildhall/platform/bind.ts';
import { holds } from '@guildhall/platform/database/store.ts';
import type { DeadLetter, Settlement } from '@guildhall/platform/stream/dead-letters.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { closedDayPage, closedDays, closeDay, daysToClose, firstDay, missedDays } from './operations/close-days.ts';
import type { IngestDeps, SigningDeps, UsageDeps } from './operations/deps.ts';
import { closeOf, handedOver } from './operations/hand-over.ts';
import { keepBillingHolds, keepCopies, keepGovernanceHolds } from './operations/keep-copies.ts';
import { meterUnits } from './operations/meter-units.ts';
import { publisherUsage, usageEvent, usageOfApps, usagePage } from './operations/read-usage.ts';
import { receiveEvents } from './operations/receive-events.ts';
import { reconcile } from './operations/reconcile.ts';
import { createSigningKey, revokeSigningKey, signingKeys } from './operations/signing-keys.ts';
import { copyStore } from './store/copy-store.ts';

export type { Receipt } from './domain/receipt.ts';
export { sign } from './domain/signature.ts';
export type { DaysToClose } from './operations/close-days.ts';
export type { CountedEvent, DayRange, SigningKey, UsageDay } from './domain/usage.ts';
export { entities } from './store/entities.ts';
export { openKeyLookup } from './store/key-lookup.ts';
export { openRecorder } from './store/recorder.ts';
export { createStore } from './store/store.ts';

/** Reading usage (under the *request* role), closing days and reconciling (under *worker*); each is described where it is defined. */
export const createUsage = (deps: UsageDeps) => ({
  usagePage: bind(deps, usagePage),
  usageOfApps: bind(deps, usageOfApps),
  publisherUsage: bind(deps, publisherUsage),
  usageEvent: bind(deps, usageEvent),
  closeDay: bind(deps, closeDay),
  daysToClose: bind(deps, daysToClose),
  missedDays: bind(deps, missedDays),
  firstDay: bind(deps, firstDay),
  closedDayPage: bind(deps, closedDayPage),
  closedDays: bind(deps, closedDays),
  closeOf: bind(deps, closeOf),
  handedOver: bind(deps, handedOver),
  meterUnits: bind(deps, meterUnits),
  reconcile: bind(deps, reconcile),
  holds: bind(deps, holds),
});
export type Usage = ReturnType<typeof createUsage>;

/** Signing keys, under the *request* role. */
export const createSigning = (deps: SigningDeps) => ({
  createSigningKey: bind(deps, createSigningKey),
  revokeSigningKey: bind(deps, revokeSigningKey),
  signingKeys: bind(deps, signingKeys),
});
export type Signing = ReturnType<typeof createSigning>;

/** Taking events in, under the *recorder* and *lookup* roles. */
export const createIngest = (deps: IngestDeps) => ({ receiveEvents: bind(deps, receiveEvents) });
export type Ingest = ReturnType<typeof createIngest>;

/** What usage takes from the catalog's stream: `apply` of its consumer, under the *worker* role. */
export const keepCatalogCopies = over(keepCopies, copyStore);

/** Ends the hold whose end a dead `hold.changed` told when that is dropped, for nobody would tell it again; part of settling it. */
export async function endDroppedHold(
  em: EntityManager,
  { orgId, type, entityId, payload }: Pick<DeadLetter, 'orgId' | 'type' | 'entityId' | 'payload'>,
  how: Settlement,
): Promise<void> {
  const begins = typeof payload === 'object' && payload !== null && 'held' in payload && payload.held === true;
  if (how === 'drop' && type.endsWith('.hold.changed') && !begins) await copyStore(em).endHold({ orgId, holdId: entityId });
}

/** What usage takes from the others' streams, likewise. */
export const keepHolds = { billing: over(keepBillingHolds, copyStore), governance: over(keepGovernanceHolds, copyStore) };

/** `current` of that consumer: until ingest reads this mark, it denies nobody an install. */
export const markCatalogCopies = (em: EntityManager): Promise<void> => copyStore(em).markCurrent();
