import { createHash } from 'node:crypto';
import { UserError, type Fault } from '@guildhall/platform/errors.ts';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { pricingTemplate } from './pricing-template.ts';

/** RFC 8785, and so the digest, has no form for half of a surrogate pair. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine((given) => given.isWellFormed(), 'must be well-formed Unicode; remove the lone surrogate');
const words = z
  .array(text(60))
  .max(20, 'must name at most 20')
  .transform((list) => [...new Set(list)]);
const count = z.int().min(0).max(1_000_000_000);

export const appId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$/, 'must have 3 to 64 lower-case letters, digits and dashes, such as "where2eat-742"');
const person = z.string().regex(/^user:[A-Za-z0-9._@|:-]{1,100}$/, 'must be a person such as "user:beckayu"');

const runtimeDescriptor = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('serverless'), handler: z.string().regex(/^\/[\w./-]{0,200}$/, 'must be a path such as "/invoke"') }),
  z.strictObject({ type: z.literal('wasm'), module: text(200) }),
  z.strictObject({ type: z.literal('link'), url: z.url({ protocol: /^https$/, error: 'must be an https address' }) }),
]);

const computeProfile = z.strictObject({
  memory_mb: count.optional(),
  cpu_ms_per_invocation: count.optional(),
  tokens_per_invocation: count.optional(),
  invocations_per_month: count.optional(),
});

/** The article's metadata schema. Its example's fields are required to register; the rest may come later, before publishing. */
export const manifestSchema = z.strictObject({
  app_id: appId,
  title: text(120),
  short_description: text(300),
  long_description: text(10_000).optional(),
  owner_id: person,
  team: text(100).optional(),
  tags: words,
  domain_labels: words.optional(),
  capabilities: z
    .array(z.enum(['read', 'write', 'export']))
    .max(3)
    .optional(),
  data_scopes: z
    .array(z.enum(['user', 'team', 'org']))
    .max(3)
    .optional(),
  runtime_descriptor: runtimeDescriptor,
  estimated_compute_profile: computeProfile.optional(),
  pricing_template: pricingTemplate,
});

export type Manifest = z.output<typeof manifestSchema>;

/** Reads a manifest as sent (snake case, as in the article). Throws a `UserError` with every fault at once, unknown fields among them. */
export function readManifest(input: unknown): Manifest {
  const read = manifestSchema.safeParse(input);
  if (read.success) return read.data;
  throw new UserError(read.error.issues.flatMap(faultsOf));
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.map(String);
  const fault = (field: string[], message: string): Fault => ({
    code: 'INVALID_INPUT',
    message: `${field.join('.') || 'The body'}: ${message}`,
    field,
  });
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => fault([...path, key], 'is not a field of an app; remove it or correct its name'));
  return [fault(path, issue.message)];
}

/** SHA-256 over the RFC 8785 form, in hex: the identity of what is reviewed, approved and published. */
export function digestOf(manifest: Manifest): string {
  return createHash('sha256')
    .update(canonicalize(manifest) ?? '')
    .digest('hex');
}

/** The units that an app's use is counted in: the standard three and those that its prices or its fee's inclusions name. */
export function meteredUnits({ pricing_template: { prices, included } }: Manifest): string[] {
  return [
    ...new Set(['invocation', 'token', 'compute_unit', ...prices.map(({ unit }) => unit), ...(included ?? []).map(({ unit }) => unit)]),
  ].sort();
}
