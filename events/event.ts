import type { z } from 'zod';
import { contracts } from './contracts.ts';

export type EventType = keyof typeof contracts;
export const isEventType = (type: string): type is EventType => Object.hasOwn(contracts, type);

type Of<T extends EventType, Payload> = {
  readonly type: T;
  /** The organisation that the event is of. */
  readonly orgId: string;
  /** What changed; events of one entity are handled in order. */
  readonly entityId: string;
  readonly payload: Payload;
  readonly occurredAt: Date;
};

/** An event to be emitted. */
export type OutboxEvent = { [T in EventType]: Of<T, z.input<(typeof contracts)[T]['payload']>> }[EventType];

/** An event as a consumer gets it: its payload is what the contract says. */
export type EventOf<T extends EventType> = { [K in T]: Of<K, z.output<(typeof contracts)[K]['payload']>> & { readonly id: string } }[T];

/** What a consumer does with each type that it consumes; it never sees the others. */
export type Handlers<Context extends readonly unknown[]> = {
  readonly [T in EventType]?: (event: EventOf<T>, ...context: Context) => Promise<void>;
};

/** An event whose payload is not what its contract says. The message names the fields and never their values. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

/** The payload of an event, as its contract has it. Throws `ContractError`. */
export function readPayload<T extends EventType>(type: T, payload: unknown): z.output<(typeof contracts)[T]['payload']> {
  const read = contracts[type].payload.safeParse(payload);
  if (!read.success) {
    const faults = read.error.issues.map(({ path, code }) => `${path.join('.') || 'payload'} (${code})`);
    throw new ContractError(`${type} does not fit its contract: ${faults.join(', ')}`);
  }
  // The schema was looked up by the type, which TypeScript does not follow through the union.
  return read.data as z.output<(typeof contracts)[T]['payload']>;
}

/** Hands an event to the handler of its type, when there is one. Throws `ContractError`, and what the handler throws. */
export async function handle<Context extends readonly unknown[]>(
  handlers: Handlers<Context>,
  event: Omit<OutboxEvent, 'type' | 'payload'> & { readonly id: string; readonly type: string; readonly payload: unknown },
  ...context: Context
): Promise<void> {
  const { type } = event;
  if (!isEventType(type)) return;
  // The handler and the payload are both of this type, which TypeScript does not follow through the union.
  const handler = handlers[type] as ((event: EventOf<EventType>, ...context: Context) => Promise<void>) | undefined;
  if (handler) await handler({ ...event, type, payload: readPayload(type, event.payload) } as EventOf<EventType>, ...context);
}

/** The same handlers, for a consumer that gives something else from which their context is made. */
export function over<Given, Context>(handlers: Handlers<[Context]>, contextOf: (given: Given) => Context): Handlers<[Given]> {
  const entries = Object.entries(handlers).map(([type, handler]) => [
    type,
    // Each handler keeps its own type of event.
    (event: never, given: Given) => (handler as (event: never, context: Context) => Promise<void>)(event, contextOf(given)),
  ]);
  return Object.fromEntries(entries) as Handlers<[Given]>;
}
