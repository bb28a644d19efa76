import type { Fault } from '@guildhall/platform/errors.ts';

/**
 * What became of one event. *new*: counted now. *duplicate*: the same event was counted before, nothing changed. *conflict*: another
 * event was counted under this id, which stays. *rejected*: not counted; `errors` names everything wrong, and with `retry_after` it is no
 * last word.
 */
export type Receipt = {
  readonly index: number;
  readonly event_id: string | null;
  readonly status: 'new' | 'duplicate' | 'conflict' | 'rejected';
  readonly code?: string;
  readonly message?: string;
  readonly errors?: readonly Fault[];
  /** Only of a refusal for now: in so many seconds the same event can be sent again. */
  readonly retry_after?: number;
};

/** How an event's identity stands after recording: whether this very event was added, and the content that is kept. */
export type Recorded = { readonly contentHash: string; readonly added: boolean };

export const rejected = (index: number, eventId: string | null, errors: readonly Fault[]): Receipt => ({
  index,
  event_id: eventId,
  status: 'rejected',
  code: errors[0]?.code ?? 'INVALID_INPUT',
  message: errors.map(({ message }) => message).join(' '),
  errors,
});

const RETRY_SECONDS = 2;

/** The receipt of an event with which nothing is wrong, and which cannot be counted at the moment. */
export const postponed = (index: number, eventId: string, why: Fault): Receipt => ({
  ...rejected(index, eventId, [why]),
  retry_after: RETRY_SECONDS,
});

/** The receipt of an event of this content by how its identity stands. */
export function recordedReceipt(index: number, eventId: string, hash: string, { contentHash, added }: Recorded): Receipt {
  if (hash !== contentHash)
    return {
      index,
      event_id: eventId,
      status: 'conflict',
      code: 'EVENT_ID_CONFLICT',
      message: 'Another event was counted under this event_id and stays; give a new use an id of its own.',
    };
  return { index, event_id: eventId, status: added ? 'new' : 'duplicate' };
}
