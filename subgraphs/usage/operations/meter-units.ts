import { STANDARD_UNITS } from '../domain/units.ts';
import type { UsageDeps } from './deps.ts';

/**
 * From now on counts an app's use in these units too, before anybody owes for them; for workflows. Units only ever join those known, so
 * repeating it changes nothing and it needs no undoing: an event counts in a unit that has no price, and costs nothing by it.
 */
export async function meterUnits({ store }: UsageDeps, orgId: string, appId: string, units: readonly string[]): Promise<void> {
  await store.acrossTenants(async ({ copies }) => {
    await copies.addApp({ orgId, appId, units: STANDARD_UNITS });
    await copies.addUnits({ orgId, appId, units });
  });
}
