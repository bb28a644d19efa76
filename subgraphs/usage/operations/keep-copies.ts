import type { StreamedEvent } from '@guildhall/platform/stream/source.ts';
import { z } from 'zod';
import { STANDARD_UNITS } from '../domain/units.ts';
import type { CopyStore } from '../store/copy-store.ts';

const version = z.object({ appId: z.string() });
const published = z.object({ appId: z.string(), units: z.array(z.string()), publication: z.int() });
const withdrawn = z.object({ appId: z.string(), publication: z.int() });
const install = z.object({
  appId: z.string(),
  installId: z.string(),
  installedAt: z.string(),
  uninstalledAt: z.string().nullable(),
});

/** Takes one event of the catalog into usage's copies; repeated or out of order it leaves them the same. */
export async function keepCopies(copies: CopyStore, { type, orgId, payload }: StreamedEvent): Promise<void> {
  switch (type) {
    case 'catalog.version.created':
      return copies.addApp({ orgId, appId: version.parse(payload).appId, units: STANDARD_UNITS });
    case 'catalog.app.published': {
      const { appId, units, publication } = published.parse(payload);
      await copies.addApp({ orgId, appId, units: STANDARD_UNITS });
      return copies.setPublication({ orgId, appId, units, published: true, publication });
    }
    case 'catalog.app.withdrawn': {
      const { appId, publication } = withdrawn.parse(payload);
      await copies.addApp({ orgId, appId, units: STANDARD_UNITS });
      return copies.setPublication({ orgId, appId, units: [], published: false, publication });
    }
    case 'catalog.install.changed':
      return copies.putInstall({ orgId, ...install.parse(payload) });
    default:
      return undefined;
  }
}
