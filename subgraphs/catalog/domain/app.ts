import { refusal } from '@guildhall/platform/errors.ts';
import { rights } from '@guildhall/platform/identity/actor.ts';
import type { Manifest } from './manifest.ts';

/** Who may do what in the catalog. Reading one's own organisation's apps and what is published needs no role. */
export const authorize = rights({
  'app.register': ['publisher', 'platform_admin'],
  'app.update': ['publisher', 'platform_admin'],
  'app.unpublish': ['publisher', 'platform_admin'],
  'app.install': ['billing_admin'],
});

export type App = {
  readonly id: string;
  /** The organisation that publishes it. */
  readonly orgId: string;
  readonly registeredBy: string;
  readonly latestVersion: number;
  readonly publishedVersion: number | null;
  readonly audience: Audience | null;
  /** The team that alone may see it: that of the last publication, also after it was unpublished. */
  readonly team: string | null;
  /** Counts publications and withdrawals, so that readers of the stream can order them. */
  readonly publication: number;
  /** Every unit that it was ever listed with, sorted: installs may be bound to an earlier price, and use may come late. */
  readonly units: readonly string[];
  /** The publish request that is publishing it at the moment. */
  readonly publishing: string | null;
};

/** Who may see and install what is published. */
export type Audience = { readonly kind: 'team'; readonly team: string } | { readonly kind: 'organization' } | { readonly kind: 'public' };

/** The team that alone sees what is published to an audience. */
export const teamOf = (audience: Audience): string | null => (audience.kind === 'team' ? audience.team : null);

export type AppVersion = {
  readonly orgId: string;
  readonly appId: string;
  readonly number: number;
  readonly digest: string;
  readonly manifest: Manifest;
  readonly createdBy: string;
  readonly createdAt: Date;
};

export type Install = {
  readonly id: string;
  readonly orgId: string;
  readonly appId: string;
  readonly publisher: string;
  /** The price version that it was shown, which binds it; null for an install of 0.1.0. */
  readonly priceVersionId: string | null;
  readonly installedBy: string;
  readonly installedAt: Date;
  readonly uninstalledAt: Date | null;
};

/** What others than the publisher see of a published app. */
export type Listing = {
  readonly appId: string;
  readonly orgId: string;
  readonly publisherName: string | null;
  readonly team: string | null;
  readonly version: AppVersion;
  readonly audience: Audience;
  /** The price version that an install binds; null for what 0.1.0 listed until billing tells it. */
  readonly priceVersionId: string | null;
};

/** What an organisation was shown when it installed an app; kept whatever becomes of the listing. */
export type AppSnapshot = {
  readonly installId: string;
  readonly orgId: string;
  readonly publisher: string;
  readonly publisherName: string | null;
  /** The team to which alone the app was shown. */
  readonly team: string | null;
  readonly version: AppVersion;
  readonly priceVersionId: string | null;
};

export const versionId = (appId: string, number: number) => `${appId}@${number}`;

/** The parts of a version's id; undefined when it is none. */
export function parseVersionId(id: string): { appId: string; number: number } | undefined {
  const [, appId, number] = /^([a-z0-9-]+)@([1-9]\d{0,8})$/.exec(id) ?? [];
  return appId && number ? { appId, number: Number(number) } : undefined;
}

/** An absent app and one that the caller may not see answer alike. */
export const appNotFound = (id: string) => refusal('APP_NOT_FOUND', `There is no app ${id} that you may see.`, ['appId']);

export const accountRequired = (orgId: string, appId: string) =>
  refusal('ACCOUNT_REQUIRED', `${appId} can cost something and ${orgId} has no billing account; open one with openAccount first.`, [
    'appId',
  ]);

export const currencyMismatch = (orgId: string, appId: string, { costs, account }: { readonly costs: string; readonly account: string }) =>
  refusal('CURRENCY_MISMATCH', `${appId} costs ${costs} and the account of ${orgId} is in ${account}; both must be the same.`, ['appId']);

export const priceChanged = (appId: string, current: string) =>
  refusal(
    'PRICE_CHANGED',
    `The price of ${appId} has changed since you were shown it: it is ${current} now. Look at it, then install again.`,
    ['priceVersionId'],
  );
