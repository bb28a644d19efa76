import type { Fault } from '@guildhall/platform/errors.ts';
import { dayPeriod } from '@guildhall/platform/period.ts';
import { z } from 'zod';
import { jsonFaults } from './json-faults.ts';
import { canonicalText, contentHash, parseSignature, type Claim } from './signature.ts';
import { quantityFaults, STANDARD_UNITS } from './units.ts';

const OLDEST_MS = 90 * 86_400_000;
const AHEAD_MS = 5 * 60_000;
const PAYLOAD_CHARACTERS = 65_536;

const INSTANT_HINT = 'must be an RFC 3339 instant with its zone, such as "2026-01-12T15:04:05Z"';
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** A usage event whose form is right. Its identity is (organisation, app, event id); its timestamp is data. */
export type UsageEvent = {
  /** The consumer, who owes. */
  readonly orgId: string;
  readonly appId: string;
  readonly eventId: string;
  readonly occurredAt: Date;
  readonly actorId: string;
  readonly action: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** An event as it came: what is wrong with it, and what its signature must be checked against. */
export type Delivery = {
  /** As sent, for the receipt; null when it is not text. */
  readonly eventId: string | null;
  /** The app that it names, right or not: its keys are the ones that may vouch for it. */
  readonly appId: string | null;
  readonly faults: readonly Fault[];
  /** Present when there are no faults. */
  readonly event: UsageEvent | undefined;
  readonly payload: Readonly<Record<string, unknown>> | undefined;
  /** Present when the signature is of the right form and the event has a canonical form. */
  readonly signed: { readonly claim: Claim; readonly text: string; readonly contentHash: string } | undefined;
};

const matching = (pattern: RegExp, hint: string) => z.string({ error: hint }).regex(pattern, hint);

/** The article's schema; exactly these fields. */
const schema = z.strictObject({
  event_id: matching(/^[\x21-\x7e]{1,200}$/, 'must be a text of 1 to 200 visible ASCII characters, such as a UUID'),
  timestamp: z
    .string({ error: INSTANT_HINT })
    .refine((text) => RFC_3339.test(text) && dayPeriod(text.slice(0, 10)) !== undefined, INSTANT_HINT),
  app_id: matching(/^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$/, 'must be the id of an app, such as "where2eat-742"'),
  actor_id: matching(/^[^\s\p{C}]{1,200}$/u, 'must say who used the app, such as "user:alice", in 1 to 200 characters without spaces'),
  org_id: matching(/^org:[A-Za-z0-9._-]{1,100}$/, 'must be the organisation that used the app, such as "org:acme"'),
  action: matching(/^[a-z][a-z0-9_.:-]{0,62}$/, 'must be an action such as "invoke": lower-case letters, digits and _.:-'),
  payload: z.custom<Readonly<Record<string, unknown>>>(isObject, 'must be an object with the quantities, such as {"tokens":123}'),
  signature: z
    .string({ error: 'must be the signature, "hmac-v1(<key id>:<hex>)"' })
    .refine((text) => parseSignature(text) !== undefined, 'must be "hmac-v1(<key id>:<hex>)" with 64 lower-case hex digits'),
});

/** Reads one event of a request at an instant, with every fault of its form at once. */
export function readEvent(value: unknown, now: Date): Delivery {
  if (!isObject(value)) {
    const faults = [fault([], 'must be an object with the fields of a usage event')];
    return { eventId: null, appId: null, faults, event: undefined, payload: undefined, signed: undefined };
  }
  const read = schema.safeParse(value);
  const payload = isObject(value.payload) ? value.payload : undefined;
  const text = canonicalText(value);
  const claim = parseSignature(value.signature);
  const faults = [
    ...(read.success ? timeFaults(read.data.timestamp, now) : read.error.issues.flatMap(faultsOf)),
    ...(payload ? [...payloadFaults(payload), ...quantityFaults(STANDARD_UNITS, payload)] : []),
  ];
  return {
    eventId: typeof value.event_id === 'string' ? value.event_id.slice(0, 200).toWellFormed() : null,
    appId: typeof value.app_id === 'string' ? value.app_id : null,
    faults,
    event: read.success && faults.length === 0 ? toEvent(read.data) : undefined,
    payload,
    signed: claim && text !== undefined ? { claim, text, contentHash: contentHash(text) } : undefined,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const toEvent = (read: z.output<typeof schema>): UsageEvent => ({
  orgId: read.org_id,
  appId: read.app_id,
  eventId: read.event_id,
  occurredAt: new Date(read.timestamp),
  actorId: read.actor_id,
  action: read.action,
  payload: read.payload,
});

const fault = (field: readonly string[], message: string, code = 'INVALID_INPUT'): Fault => ({
  code,
  message: `${field.join('.') || 'The event'}: ${message}.`,
  field,
});

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => fault([...path, key], 'is not a field of a usage event; put data of your own into payload'));
  return [fault(path, issue.message)];
}

function timeFaults(timestamp: string, now: Date): Fault[] {
  const age = now.getTime() - Date.parse(timestamp);
  if (age > OLDEST_MS) return [fault(['timestamp'], 'is more than 90 days old and can no longer be billed', 'TIMESTAMP_TOO_OLD')];
  if (-age > AHEAD_MS) return [fault(['timestamp'], 'lies more than 5 minutes ahead; correct the sender’s clock', 'TIMESTAMP_AHEAD')];
  return [];
}

function payloadFaults(payload: Readonly<Record<string, unknown>>): Fault[] {
  const faults = jsonFaults(payload).map(({ path, message }) => fault(['payload', ...path], message));
  if (faults.length === 0 && JSON.stringify(payload).length > PAYLOAD_CHARACTERS)
    faults.push(fault(['payload'], `must have at most ${PAYLOAD_CHARACTERS} characters of JSON; send quantities, not contents`));
  return faults;
}
