import { refusal } from '@guildhall/platform/errors.ts';
import { rights } from '@guildhall/platform/identity/actor.ts';
import type { Manifest } from './manifest.ts';

/** Who may do what in the catalog. Reading one's own organisation's apps and what is published needs no role. */
export const authorize = rights({
  'app.register': ['publisher', 'platform_admin'],
  'app.update': ['publisher', 'platform_admin'],
  'app.install': ['billing_admin', 'platform_admin'],
});

export type App = {
  readonly id: string;
  /** The organisation that publishes it. */
  readonly orgId: string;
  readonly registeredBy: string;
  readonly latestVersion: number;
  readonly publishedVersion: number | null;
  readonly audience: Audience | null;
  /** Counts publications and withdrawals, so that readers of the stream can order them. */
  readonly publication: number;
};

/** Who may see and install what is published. */
export type Audience = { readonly kind: 'team'; readonly team: string } | { readonly kind: 'organization' } | { readonly kind: 'public' };

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
  readonly installedBy: string;
  readonly installedAt: Date;
  readonly uninstalledAt: Date | null;
};

/** What others than the publisher see of a published app. */
export type Listing = {
  readonly appId: string;
  readonly orgId: string;
  readonly team: string | null;
  readonly version: AppVersion;
  readonly audience: Audience;
};

export const versionId = (appId: string, number: number) => `${appId}@${number}`;

/** The parts of a version's id; undefined when it is none. */
export function parseVersionId(id: string): { appId: string; number: number } | undefined {
  const [, appId, number] = /^([a-z0-9-]+)@([1-9]\d{0,8})$/.exec(id) ?? [];
  return appId && number ? { appId, number: Number(number) } : undefined;
}

/** An absent app and one that the caller may not see answer alike. */
export const appNotFound = (id: string) => refusal('APP_NOT_FOUND', `There is no app ${id} that you may see.`, ['appId']);
