import { silentBindings, type Binding, type BoundInstall, type Consent } from '../domain/binding.ts';
import { audienceOf, type OfferedPrice, type PriceAudience } from '../domain/price-version.ts';
import type { InstallCopy } from '../store/install-store.ts';

/** The audience that an install is in. An app without a publisher has no price, so none of its audiences binds anything. */
export const audienceOfInstall = ({ orgId, publisher }: Pick<InstallCopy, 'orgId' | 'publisher'>): PriceAudience =>
  audienceOf(orgId, publisher ?? '');

/** Installs of one organisation with every price version that binds them: by the install, by acceptance and by silence. */
export const bindInstalls = (
  installs: readonly InstallCopy[],
  offered: readonly OfferedPrice[],
  account: Consent | undefined,
): BoundInstall[] =>
  installs.map((install) => {
    const versions = offered.filter(({ appId }) => appId === install.appId);
    const agreed = install.bindings.flatMap(({ priceVersionId, bindsFrom }): Binding[] => {
      const version = versions.find(({ id }) => id === priceVersionId);
      return version ? [{ version, bindsFrom }] : [];
    });
    const { id, appId, installedAt, uninstalledAt } = install;
    const bindings = [...agreed, ...silentBindings(versions, audienceOfInstall(install), account)];
    return { id, appId, installedAt, uninstalledAt, bindings };
  });
