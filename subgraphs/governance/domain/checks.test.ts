import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHECKS, runAll, type ReviewedManifest } from './checks.ts';

const complete: ReviewedManifest = {
  long_description: 'Finds a place where a group of friends can eat',
  tags: ['dining'],
  domain_labels: ['food'],
  capabilities: ['read'],
  data_scopes: ['user'],
  owner_id: 'user:beckayu',
};
const member = (principal: string) => principal === 'user:beckayu';
const found = (manifest: ReviewedManifest) => runAll(manifest, member).flatMap(({ findings }) => findings);

describe('checks', () => {
  test('a complete manifest passes, and every check is in the answer all the same', () => {
    expect(runAll(complete, member)).toEqual(CHECKS.map((name) => ({ name, findings: [] })));
  });

  test.each([
    ['LONG_DESCRIPTION_MISSING', 'longDescription', { long_description: undefined }],
    ['TAGS_MISSING', 'tags', { tags: [] }],
    ['DOMAIN_LABELS_MISSING', 'domainLabels', { domain_labels: undefined }],
    ['DOMAIN_LABELS_MISSING', 'domainLabels', { domain_labels: [] }],
    ['CAPABILITIES_NOT_DECLARED', 'capabilities', { capabilities: undefined }],
    ['OWNER_NOT_IN_ORGANIZATION', 'ownerId', { owner_id: 'user:stranger' }],
    ['DATA_SCOPES_NOT_DECLARED', 'dataScopes', { data_scopes: undefined }],
  ])('%s', (code, field, change) => {
    expect(found({ ...complete, ...change })).toMatchObject([{ code, field: [field] }]);
  });

  test('an empty list declares: the app does nothing with data, or touches nobody’s', () => {
    expect(found({ ...complete, capabilities: [], data_scopes: [] })).toEqual([]);
  });

  test('what the article’s example body lacks is found all at once', () => {
    expect(found({ tags: ['dining'], owner_id: 'user:beckayu' }).map(({ code }) => code)).toEqual([
      'LONG_DESCRIPTION_MISSING',
      'DOMAIN_LABELS_MISSING',
      'CAPABILITIES_NOT_DECLARED',
      'DATA_SCOPES_NOT_DECLARED',
    ]);
  });

  test('property: mending what was found leaves nothing to find, and each finding says what to do', () => {
    const optional = <T>(value: T) => fc.constantFrom(value, undefined);
    const manifests = fc.record({
      long_description: optional('words'),
      tags: fc.constantFrom([], ['a']),
      domain_labels: optional(['a']),
      capabilities: optional(['read']),
      data_scopes: optional(['user']),
      owner_id: fc.constantFrom('user:beckayu', 'user:stranger'),
    });
    const camelToSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    fc.assert(
      fc.property(manifests, (manifest) => {
        const findings = found(manifest);
        for (const { message } of findings) expect(message).toMatch(/\.$/);
        const fields = findings.map(({ field }) => camelToSnake(field[0] ?? ''));
        const mended = Object.fromEntries(Object.entries(complete).filter(([name]) => fields.includes(name)));
        expect(found({ ...manifest, ...mended })).toEqual([]);
      }),
    );
  });
});
