import type { Manifest as ManifestType } from '../generated/resolver-types.ts';
import type { Manifest } from '../index.ts';

type Json = Readonly<Record<string, unknown>>;

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
export const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const ENUMS = new Set(['capabilities', 'dataScopes', 'type', 'model']);

/** The changes of an update in the article's form; a field that is null stays so, for it is to be taken away. */
export const changesFrom = (input: object): Json => ({
  ...fromInput(input),
  ...Object.fromEntries(Object.entries(input).flatMap(([name, value]) => (value === null ? [[snake(name), null]] : []))),
});

/** A GraphQL input in the article's form: snake case, enum values in lower case, absent and null fields left out. */
export function fromInput(input: object): Json {
  return Object.fromEntries(Object.entries(input).flatMap(([name, value]) => (value == null ? [] : [[snake(name), convert(name, value)]])));
}

function convert(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => convert(name, item));
  if (typeof value === 'object' && value !== null) return fromInput(value);
  return ENUMS.has(name) && typeof value === 'string' ? value.toLowerCase() : value;
}

/** A manifest as the schema shows it. */
export function toManifest(manifest: Manifest): ManifestType {
  const { pricing_template: price, runtime_descriptor: runtime, estimated_compute_profile: compute } = manifest;
  return {
    title: manifest.title,
    shortDescription: manifest.short_description,
    longDescription: manifest.long_description ?? null,
    ownerId: manifest.owner_id,
    team: manifest.team ?? null,
    tags: manifest.tags,
    domainLabels: manifest.domain_labels ?? [],
    capabilities: (manifest.capabilities ?? []).map(upper),
    dataScopes: (manifest.data_scopes ?? []).map(upper),
    runtimeDescriptor: {
      type: upper(runtime.type),
      handler: 'handler' in runtime ? runtime.handler : null,
      module: 'module' in runtime ? runtime.module : null,
      url: 'url' in runtime ? runtime.url : null,
    },
    estimatedComputeProfile: compute
      ? {
          memoryMb: compute.memory_mb ?? null,
          cpuMsPerInvocation: compute.cpu_ms_per_invocation ?? null,
          tokensPerInvocation: compute.tokens_per_invocation ?? null,
          invocationsPerMonth: compute.invocations_per_month ?? null,
        }
      : null,
    pricingTemplate: {
      model: upper(price.model),
      currency: price.currency,
      prices: price.prices.map(({ unit, price_per_unit }) => ({ unit, pricePerUnit: price_per_unit })),
      monthlyFee: price.monthly_fee ?? null,
      included: price.included ?? [],
    },
  };
}

// Uppercase keeps the union: `toUpperCase` is typed as plain string.
export const upper = <T extends string>(value: T) => value.toUpperCase() as Uppercase<T>;
