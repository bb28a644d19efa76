import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const here = new URL('./', import.meta.url);
const sources = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.includes('.test.') && !/^(generated|testing|migrations)/.test(file),
);
const used = new Set(
  sources.flatMap((file) =>
    [...readFileSync(new URL(file, here), 'utf8').matchAll(/(?:refusal\(\s*|code: )'([A-Z_]+)'/g)].map(([, code]) => code ?? ''),
  ),
);
const [, body = ''] = /enum BillingErrorCode \{([^}]*)\}/.exec(readFileSync(new URL('../../schema/billing.graphql', here), 'utf8')) ?? [];
const declared = new Set([...body.matchAll(/^ {2}([A-Z_]+)$/gm)].map(([, code]) => code ?? ''));

/** What only a workflow can meet: it fails the activity with this code and no mutation answers it. */
const OF_WORKFLOWS = ['CURRENCY_CHANGED', 'INVALID_PRICING', 'MONTH_NOT_DUE', 'MONTH_WAITS', 'NOT_RATEABLE', 'PRICE_WITHDRAWN'];
/** Thrown by the platform's own parts, not here. */
const OF_PLATFORM = ['IDEMPOTENCY_KEY_REUSED', 'DEAD_LETTER_NOT_FOUND'];

describe('BillingErrorCode', () => {
  it('has exactly the codes that mutations answer', () => {
    expect([...used, ...OF_PLATFORM].filter((code) => !OF_WORKFLOWS.includes(code)).sort()).toEqual([...declared].sort());
  });

  it('leaves out exactly the codes of workflows', () => {
    expect([...used].filter((code) => !declared.has(code)).sort()).toEqual(OF_WORKFLOWS);
  });
});
