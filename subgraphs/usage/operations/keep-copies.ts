import type { EventOf, Handlers } from '@guildhall/events/event.ts';
import { STANDARD_UNITS } from '../domain/units.ts';
import type { CopyStore } from '../store/copy-store.ts';

type HoldChanged = EventOf<`${'catalog' | 'billing' | 'governance'}.hold.changed`>;
const keepHold = ({ orgId, entityId, payload: { appId, held } }: HoldChanged, copies: CopyStore): Promise<void> =>
  held ? copies.addHold({ orgId, holdId: entityId, appId }) : copies.endHold({ orgId, holdId: entityId });

/** Takes the catalog's events into usage's copies; repeated or out of order they leave them the same. */
export const keepCopies: Handlers<[CopyStore]> = {
  'catalog.version.created': ({ orgId, payload: { appId } }, copies) => copies.addApp({ orgId, appId, units: STANDARD_UNITS }),
  async 'catalog.app.published'({ orgId, payload: { appId, units, publication, team } }, copies) {
    await copies.addApp({ orgId, appId, units: STANDARD_UNITS });
    await copies.setPublication({ orgId, appId, units, published: true, publication, team });
  },
  async 'catalog.app.withdrawn'({ orgId, payload: { appId, publication, team } }, copies) {
    await copies.addApp({ orgId, appId, units: STANDARD_UNITS });
    await copies.setPublication({ orgId, appId, units: [], published: false, publication, ...(team === undefined ? {} : { team }) });
  },
  'catalog.install.changed': ({ orgId, payload: { appId, installId, installedAt, uninstalledAt, team } }, copies) =>
    copies.putInstall({ orgId, appId, installId, installedAt, uninstalledAt, team }),
  'catalog.hold.changed': keepHold,
};

/** Take what waits in the other subgraphs. */
export const keepBillingHolds: Handlers<[CopyStore]> = { 'billing.hold.changed': keepHold };
export const keepGovernanceHolds: Handlers<[CopyStore]> = { 'governance.hold.changed': keepHold };
