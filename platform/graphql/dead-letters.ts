import type { Actor } from '../identity/actor.ts';
import type { DeadLetter, DeadLetters } from '../stream/dead-letters.ts';
import { connection, TEXT, type PageArgs } from './connection.ts';

/** What the schema's `deadLetters` is before its fields ask each receiver. */
export type Receivers = Readonly<Record<never, never>>;

/** A page of one receiver's dead letters, as its subgraph answers it. */
export const deadLetterPage = (args: PageArgs, actor: Actor, letters: DeadLetters) =>
  connection(
    args,
    (page) => letters.page(actor, page),
    ({ consumer, eventId }) => [consumer, eventId],
    [TEXT, TEXT],
  );

/** What the schema shows of a dead letter. */
export const DeadLetterFields = {
  organizationId: ({ orgId }: DeadLetter) => orgId,
  eventType: ({ type }: DeadLetter) => type,
  waitingBehind: ({ behind }: DeadLetter) => behind,
};

type Input = { readonly consumer: string; readonly eventId: string; readonly action: 'RETRY' | 'DROP' };

/** Retries or drops a dead letter as a mutation asks. */
export const settleDeadLetter = async ({ consumer, eventId, action }: Input, actor: Actor, letters: DeadLetters) => ({
  deadLetter: await letters.settle(actor, { consumer, eventId }, action === 'RETRY' ? 'retry' : 'drop'),
});
