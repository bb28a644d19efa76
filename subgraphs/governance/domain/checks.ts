/** The manifest of the version under review, as far as the checks read it; in the article's snake case. */
export type ReviewedManifest = {
  readonly long_description?: string | undefined;
  readonly tags: readonly string[];
  readonly domain_labels?: readonly string[] | undefined;
  readonly capabilities?: readonly string[] | undefined;
  readonly data_scopes?: readonly string[] | undefined;
  readonly owner_id: string;
};

export type FindingCode =
  | 'LONG_DESCRIPTION_MISSING'
  | 'TAGS_MISSING'
  | 'DOMAIN_LABELS_MISSING'
  | 'CAPABILITIES_NOT_DECLARED'
  | 'OWNER_NOT_IN_ORGANIZATION'
  | 'DATA_SCOPES_NOT_DECLARED';

/** One thing that a check found, with what to do about it and the field of the manifest. */
export type Finding = { readonly code: FindingCode; readonly message: string; readonly field: readonly string[] };

export const CHECKS = ['METADATA_COMPLETE', 'OWNERSHIP_AND_DATA_SCOPES'] as const;
export type CheckName = (typeof CHECKS)[number];
export type CheckRun = { readonly name: CheckName; readonly findings: readonly Finding[] };

const AGAIN = 'Use updateApp, then request the new version.';

/** What registering does not ask for and publishing needs: people must be able to judge the app and to find it. */
function metadataComplete(manifest: ReviewedManifest): Finding[] {
  const { long_description, tags, domain_labels = [], capabilities } = manifest;
  return [
    ...when(
      !long_description,
      'LONG_DESCRIPTION_MISSING',
      'longDescription',
      `Describe what the app does, for whom, and with which data. ${AGAIN}`,
    ),
    ...when(tags.length === 0, 'TAGS_MISSING', 'tags', `Give at least one tag that people will search for. ${AGAIN}`),
    ...when(
      domain_labels.length === 0,
      'DOMAIN_LABELS_MISSING',
      'domainLabels',
      `Name at least one business area that the app is for. ${AGAIN}`,
    ),
    ...when(
      capabilities === undefined,
      'CAPABILITIES_NOT_DECLARED',
      'capabilities',
      `Declare what the app may do with data: READ, WRITE, EXPORT, or an empty list when nothing. ${AGAIN}`,
    ),
  ];
}

/** Somebody of the publishing organisation answers for the app, and whose data it touches is said. */
function ownershipAndDataScopes({ owner_id, data_scopes }: ReviewedManifest, isMember: (principal: string) => boolean): Finding[] {
  return [
    ...when(
      !isMember(owner_id),
      'OWNER_NOT_IN_ORGANIZATION',
      'ownerId',
      `${owner_id} is not a member of the publishing organisation; name a member in a new version, or have ${owner_id} added; then request again.`,
    ),
    ...when(
      data_scopes === undefined,
      'DATA_SCOPES_NOT_DECLARED',
      'dataScopes',
      `Declare whose data the app touches: USER, TEAM, ORG, or an empty list when nobody’s. ${AGAIN}`,
    ),
  ];
}

/** Runs every check; each is in the answer, with nothing found when it passed. */
export const runAll = (manifest: ReviewedManifest, isMember: (principal: string) => boolean): CheckRun[] => [
  { name: 'METADATA_COMPLETE', findings: metadataComplete(manifest) },
  { name: 'OWNERSHIP_AND_DATA_SCOPES', findings: ownershipAndDataScopes(manifest, isMember) },
];

const when = (found: boolean, code: FindingCode, field: string, message: string): Finding[] =>
  found ? [{ code, message, field: [field] }] : [];
