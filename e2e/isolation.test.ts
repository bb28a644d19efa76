import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { signToken } from '@guildhall/local/issuer-token.ts';
import { DEMO_APP } from '@guildhall/local/seed.ts';
import { loadSecrets } from '@guildhall/local/secrets.ts';
import { DecidePublishRequestDocument } from '@guildhall/operations/generated/operations.ts';
import { createHopSigner, IDENTITY_HEADER } from '@guildhall/platform/identity/hop.ts';
import { isObjectType, Kind, parse, type ObjectTypeDefinitionNode } from 'graphql';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { rowsNaming, settled } from './database.ts';
import { documentFor, rootFields, selectionOf, type Filling, type RootField } from './every-operation.ts';
import { sharedSystem } from './shared-world.ts';
import { makeVictim, type Victim } from './victim.ts';

const system = sharedSystem();
const secrets = loadSecrets(system.dataDir);
const SUBGRAPHS = ['catalog', 'usage', 'billing', 'governance'] as const;

let victim: Victim;
beforeAll(async () => {
  victim = await makeVictim(system, randomBytes(4).toString('hex'));
  await settled(system.databaseAdminUrl);
});

/** Ids of the victim by what they are ids of. */
const foreignIds = () => ({
  app: victim.appId,
  appVersion: victim.versionId,
  organization: victim.org,
  publishRequest: victim.publishRequestId,
  signingKey: victim.signingKeyId,
  apiKey: victim.apiKeyId,
  invoice: victim.invoiceId,
  person: victim.owner,
  team: victim.teamId,
  event: victim.eventId,
  usedApp: DEMO_APP,
  word: victim.word,
  install: victim.installId,
  priceVersion: victim.priceVersionId,
});
/** The same, but for the victim's app that everybody may see. */
const idsOfShop = () => ({
  ...foreignIds(),
  app: victim.shop.appId,
  appVersion: `${victim.shop.appId}@2`,
  usedApp: victim.shop.appId,
  word: victim.shop.word,
});
type Ids = ReturnType<typeof foreignIds>;
/** Others each time: what a mutation made under one of them must not be found by the next. */
const absentIds = (): Ids => {
  const fresh = randomBytes(3).toString('hex');
  const other = (id: string) => id.replace(/[0-9a-f]{6}(?=(@\d+)?$)/, fresh);
  const { app, appVersion, organization, publishRequest, signingKey, apiKey, invoice, event, usedApp, word, install, priceVersion } =
    foreignIds();
  return {
    app: other(app),
    appVersion: other(appVersion),
    organization: other(organization),
    publishRequest: other(publishRequest),
    signingKey: other(signingKey),
    apiKey: other(apiKey),
    invoice: other(invoice),
    person: `user:nobody-${fresh}`,
    team: `team:t-${fresh}`,
    event: other(event),
    usedApp,
    word: other(word),
    install: other(install),
    priceVersion: other(priceVersion),
  };
};

/** What an `ID` of the schema, or a text that finds something, is of. A new one has to be entered here, or the enumeration fails. */
const MEANING: Readonly<Record<string, keyof Ids>> = {
  'Query.app.id': 'app',
  'Query.signingKeys.appId': 'app',
  'Query.searchApps.query': 'word',
  'Query.usage.appId': 'usedApp',
  'Query.usageEvent.appId': 'usedApp',
  'Query.usageEvent.eventId': 'event',
  'Query.priceVersions.appId': 'app',
  'Query.publishRequests.appId': 'app',
  'Query.invoice.id': 'invoice',
  'Query.organization.id': 'organization',
  'Query.publishRequest.id': 'publishRequest',
  'RegisterAppInput.appId': 'app',
  'RegisterAppInput.ownerId': 'person',
  'UpdateAppInput.appId': 'app',
  'UpdateAppInput.ownerId': 'person',
  'InstallAppInput.appId': 'app',
  'InstallAppInput.priceVersionId': 'priceVersion',
  'UninstallAppInput.appId': 'app',
  'UnpublishAppInput.appId': 'app',
  'AcceptPriceInput.installId': 'install',
  'AcceptPriceInput.priceVersionId': 'priceVersion',
  'SettleCatalogDeadLetterInput.eventId': 'event',
  'SettleUsageDeadLetterInput.eventId': 'event',
  'SettleBillingDeadLetterInput.eventId': 'event',
  'SettleGovernanceDeadLetterInput.eventId': 'event',
  'CreateSigningKeyInput.appId': 'app',
  'RevokeSigningKeyInput.keyId': 'signingKey',
  'CreateOrganizationInput.id': 'organization',
  'CreatePersonInput.id': 'person',
  'UpdatePersonInput.id': 'person',
  'AddMemberInput.principalId': 'person',
  'ChangeRolesInput.principalId': 'person',
  'RemoveMemberInput.principalId': 'person',
  'JoinOrganizationInput.organizationId': 'organization',
  'LeaveOrganizationInput.organizationId': 'organization',
  'CreateTeamInput.id': 'team',
  'UpdateTeamInput.id': 'team',
  'TeamMemberInput.teamId': 'team',
  'TeamMemberInput.principalId': 'person',
  'RevokeApiKeyInput.id': 'apiKey',
  'RequestPublishInput.appId': 'app',
  'RequestPublishInput.team': 'team',
  'DecidePublishRequestInput.publishRequestId': 'publishRequest',
  'WithdrawPublishRequestInput.publishRequestId': 'publishRequest',
};
const fill = (ids: Ids): Filling => ({
  month: victim.month,
  week: victim.week,
  nameAt(coordinate) {
    const meaning = MEANING[coordinate];
    if (!meaning) throw new Error(`${coordinate} takes an id: say in MEANING of what, so that it is tried.`);
    return ids[meaning];
  },
});
/** Whether an id or a word of an app is among a field's arguments. */
function findsApps(root: RootField): boolean {
  const meanings: (keyof Ids | undefined)[] = [];
  const nameAt = (coordinate: string) => String(meanings.push(MEANING[coordinate]));
  documentFor(root, { month: '2026-10', week: '2026-W40', nameAt });
  return meanings.some((meaning) => meaning === 'app' || meaning === 'usedApp' || meaning === 'word');
}
const documentOf = (root: RootField, ids: Ids) => documentFor(root, fill(ids));

/** Ids that are taken on the whole platform may say that they are, and nothing more. */
const TAKEN_IS_SAID = new Set(['registerApp', 'createOrganization']);

async function ask(query: string, headers: Record<string, string>) {
  const answer = await fetch(system.urls.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return { status: answer.status, text: await answer.text() };
}
const bearer = (token: string | undefined) => ({ authorization: `Bearer ${token}` });

/** An answer with its errors in one order: those of several subgraphs come as each answers. */
function inOneOrder(text: string): string {
  const body = JSON.parse(text) as { readonly errors?: readonly unknown[] };
  if (!body.errors) return text;
  const errors = [...body.errors].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return JSON.stringify({ ...body, errors });
}

/** An answer with what is new in every one, and the id that was asked for, taken out. */
function normal(text: string, ids: Ids): string {
  const asked = Object.values(ids).sort((a, b) => b.length - a.length);
  return asked
    .reduce((rest, id) => rest.replaceAll(id, '<id>'), inOneOrder(text))
    .replace(/\b[a-z]{2,3}_[0-9a-f]{32}\b/g, '<new id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/"secret":"[^"]+"/g, '"secret":"<secret>"')
    .replace(/ghk_[\w-]+/g, '<secret>');
}

/** A fingerprint of every row, whoever's it is, that is the victim's or names what a document of a stranger can name of it. */
const victimsRows = () =>
  rowsNaming(system.databaseAdminUrl, victim.tag, victim.publishRequestId, victim.signingKeyId, victim.apiKeyId, victim.invoiceId);
let rows: Awaited<ReturnType<typeof victimsRows>>;
beforeAll(async () => {
  rows = await victimsRows();
});
async function expectNothingWritten(): Promise<void> {
  const before = rows;
  rows = await victimsRows();
  expect(rows).toEqual(before);
}

/** What of the victim an answer tells beyond what was sent and what may be known. */
function told(text: string, document: string, ids: Ids, known: readonly string[] = []): string[] {
  const sent = Object.values(ids).filter((id) => document.includes(id));
  const marks = victim.marks.filter((mark) => !document.includes(mark) && !known.includes(mark) && text.includes(mark));
  // Names that nobody entered among the marks have the tag in them.
  const rest = [...sent, ...known].sort((a, b) => b.length - a.length).reduce((left, name) => left.replaceAll(name, ''), text);
  return rest.includes(victim.tag) ? [...marks, victim.tag] : marks;
}

describe('what nobody else may read is there: a member of the victim itself', () => {
  const member = () => ({ ...bearer(victim.world.doors.tokens[victim.owner]), 'guildhall-organization': victim.org });
  let everything = '';
  // Dead letters are the platform's to read.
  test.each(rootFields.filter(({ kind, name }) => kind === 'query' && name !== 'deadLetters').map((root) => [root.name, root] as const))(
    'reads it by %s',
    async (_, root) => {
      const seen: string[] = [];
      for (const ids of [foreignIds(), idsOfShop()]) {
        const document = documentOf(root, ids);
        const { text } = await ask(document, member());
        expect(JSON.parse(text).errors).toBeUndefined();
        seen.push(...told(text, document, ids));
        everything += text;
      }
      expect(seen).not.toEqual([]);
    },
  );

  test('reads all of it, and who its clients are', () => {
    expect(victim.marks.filter((mark) => !everything.includes(mark))).toEqual([]);
    expect(everything).toContain(victim.shop.client);
  });
});

describe('a member of another organisation', () => {
  const headers = bearer(system.tokens['user:mallory']);
  // Last what makes something under the id that it is given: the others would find it.
  const making = /^(create|register)/;
  const roots = [...rootFields.filter(({ name }) => !making.test(name)), ...rootFields.filter(({ name }) => making.test(name))];

  test.each(roots.map((root) => [root.name, root] as const))(
    '%s: reads nothing, writes nothing, and tells a foreign id from an absent one by nothing',
    async (name, root) => {
      const [ofVictim, ofNobody] = [foreignIds(), absentIds()];
      const document = documentOf(root, ofVictim);
      const foreign = await ask(document, headers);
      const absent = await ask(documentOf(root, ofNobody), headers);
      await expectNothingWritten();
      expect(foreign.text).not.toMatch(/GRAPHQL_VALIDATION_FAILED|QUERY_TOO_/);
      expect(foreign.status).toBeLessThan(500);
      if (!TAKEN_IS_SAID.has(name)) expect(normal(foreign.text, ofVictim)).toBe(normal(absent.text, ofNobody));
      expect(told(foreign.text, document, ofVictim)).toEqual([]);
    },
  );

  // Anybody may install what is for everybody.
  const ofApps = roots.filter((root) => !['installApp', 'uninstallApp'].includes(root.name) && findsApps(root));
  test.each(ofApps.map((root) => [root.name, root] as const))(
    '%s: reads of an app for everybody what the catalog shows, and writes nothing',
    async (_, root) => {
      const document = documentOf(root, idsOfShop());
      const { text, status } = await ask(document, headers);
      await expectNothingWritten();
      expect(status).toBeLessThan(500);
      expect(told(text, document, idsOfShop(), victim.shown)).toEqual([]);
    },
  );
});

describe('without a token that holds', () => {
  const tokens = async () => {
    const key = JSON.parse(secrets.issuerKey) as JWK;
    const wish = { issuer: system.urls.issuer, audience: 'guildhall', subject: victim.owner, name: 'Owner', seconds: 600 };
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const foreignKey = { ...(await exportJWK(privateKey)), ...(key.kid ? { kid: key.kid } : {}) };
    return {
      none: {},
      expired: bearer(await signToken(key, { ...wish, seconds: -10 })),
      'of a foreign key': bearer(await signToken(foreignKey, wish)),
      'of a foreign issuer': bearer(await signToken(key, { ...wish, issuer: 'http://issuer.invalid' })),
      'for another audience': bearer(await signToken(key, { ...wish, audience: 'elsewhere' })),
      'that is none': bearer('ghk_nothing'),
    };
  };

  test('every root field answers 401 and nothing else', async () => {
    for (const [kind, headers] of Object.entries(await tokens())) {
      for (const root of rootFields) {
        const { status, text } = await ask(documentOf(root, foreignIds()), headers);
        expect([kind, root.name, status]).toEqual([kind, root.name, 401]);
        expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
        expect(JSON.parse(text).data ?? null).toBeNull();
      }
    }
    await expectNothingWritten();
  });

  test('a foreign organisation in the header answers like an unknown one', async () => {
    const [root] = rootFields.filter(({ name }) => name === 'me');
    if (!root) throw new Error('the schema has no me');
    const query = documentOf(root, foreignIds());
    const choose = (organization: string) =>
      ask(query, { ...bearer(system.tokens['user:mallory']), 'guildhall-organization': organization });
    const [foreign, unknown] = [await choose(victim.org), await choose('org:unknown-000000')];
    expect(normal(foreign.text, foreignIds())).toBe(unknown.text.replaceAll('org:unknown-000000', '<id>'));
    expect(foreign.text).toContain('FORBIDDEN');
  });
});

describe('a subgraph called directly', () => {
  const subgraph = (name: (typeof SUBGRAPHS)[number], headers: Record<string, string>, body: unknown) =>
    fetch(`http://127.0.0.1:${system.ports[name]}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const actor = {
    principal: 'user:mallory',
    kind: 'user',
    orgId: 'org:evilcorp',
    roles: ['member', 'publisher', 'approver', 'billing_admin'],
    teams: [],
  } as const;

  test.each(SUBGRAPHS)('%s answers 401 without the gateway, to a forged identity, and to one for another subgraph', async (name) => {
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    const forge = await createHopSigner(await exportJWK(privateKey));
    const sign = await createHopSigner(JSON.parse(secrets.gatewaySigningKey) as JWK);
    const elsewhere = name === 'catalog' ? 'usage' : 'catalog';
    for (const headers of [
      {},
      { [IDENTITY_HEADER]: await forge(actor, name) },
      { [IDENTITY_HEADER]: await sign(actor, elsewhere) },
      bearer(system.tokens['user:alice']),
    ]) {
      expect((await subgraph(name, headers, { query: '{ __typename }' })).status).toBe(401);
    }
  });

  const entities = SUBGRAPHS.flatMap((name) => {
    const typeDefs = parse(readFileSync(new URL(`../schema/${name}.graphql`, import.meta.url), 'utf8'));
    const keyed = typeDefs.definitions.filter(
      (node): node is ObjectTypeDefinitionNode =>
        node.kind === Kind.OBJECT_TYPE_DEFINITION &&
        (node.directives ?? []).some((of) => of.name.value === 'key' && !of.arguments?.some(({ name: arg }) => arg.value === 'resolvable')),
    );
    return keyed.map((node) => [name, node.name.value] as const);
  });

  test('every entity of every schema is tried', () => {
    expect(readdirSync(new URL('../schema/', import.meta.url)).sort()).toEqual(
      [...SUBGRAPHS.map((name) => `${name}.graphql`), 'supergraph.graphql'].sort(),
    );
    expect(entities.map(([, type]) => type)).toEqual(
      expect.arrayContaining(['App', 'AppVersion', 'Organization', 'Invoice', 'PublishRequest']),
    );
  });

  test.each(entities)('%s: a reference to a foreign %s answers like one to an absent one', async (name, type) => {
    const sign = await createHopSigner(JSON.parse(secrets.gatewaySigningKey) as JWK);
    const typeDefs = parse(readFileSync(new URL(`../schema/${name}.graphql`, import.meta.url), 'utf8'));
    const schema = buildSubgraphSchema({ typeDefs });
    const object = schema.getType(type);
    if (!isObjectType(object)) throw new Error(`${type} is no object of ${name}`);
    const meaning = (type[0]?.toLowerCase() + type.slice(1)) as keyof Ids;
    const reference = async (ids: Ids) => {
      const id = ids[meaning];
      if (id === undefined) throw new Error(`No victim for the entity ${type}: make one in victim.ts.`);
      const query = `query($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} ${selectionOf(object, fill(ids), 0)} } }`;
      const answer = await subgraph(
        name,
        { [IDENTITY_HEADER]: await sign(actor, name) },
        { query, variables: { r: [{ __typename: type, id }] } },
      );
      return { text: await answer.text(), document: query + id };
    };
    const [ofVictim, ofNobody, ofShop] = [foreignIds(), absentIds(), idsOfShop()];
    const foreign = await reference(ofVictim);
    expect(foreign.text).not.toContain('GRAPHQL_VALIDATION_FAILED');
    expect(normal(foreign.text, ofVictim)).toBe(normal((await reference(ofNobody)).text, ofNobody));
    expect(told(foreign.text, foreign.document, ofVictim)).toEqual([]);
    const shop = await reference(ofShop);
    expect(told(shop.text, shop.document, ofShop, victim.shown)).toEqual([]);
  });
});

test('the owner, who registered, edited and asked, cannot approve, whatever their roles', async () => {
  const input = {
    publishRequestId: victim.publishRequestId,
    verdict: 'APPROVE' as const,
    digest: victim.digest,
    idempotencyKey: 'own approval',
  };
  const { decidePublishRequest } = await victim.world.as(victim.owner, victim.org).send(DecidePublishRequestDocument, { input });
  expect(decidePublishRequest.userErrors.map(({ code }) => code)).toEqual(['NOT_ELIGIBLE']);
});
