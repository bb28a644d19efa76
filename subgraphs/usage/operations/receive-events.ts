import { refusal, type Fault } from '@guildhall/platform/errors.ts';
import { JsonFault } from '@guildhall/platform/json.ts';
import { readEvent, type Delivery } from '../domain/event.ts';
import { postponed, recordedReceipt, rejected, type Receipt, type Recorded } from '../domain/receipt.ts';
import { verifies } from '../domain/signature.ts';
import { quantityFaults, STANDARD_UNITS } from '../domain/units.ts';
import type { AcceptedEvent, CopyMark, Hold } from '../store/recorder.ts';
import type { IngestDeps } from './deps.ts';

const MOST_EVENTS = 1_000;
/** How long a request waits between its looks for an install that the catalog has and usage's copy may not have yet. */
const LOOK_MS = 300;
/** A copy that is current is marked so about once a second; one that was not for this long is behind by more than a request waits. */
const BEHIND_MS = 3_000;
/** An install opens up to this long after an event that it still counts; so long after the event the mark must be to deny it. */
const SKEW_MS = 5 * 60_000;

/**
 * Takes one event or an array of 1 to 1,000 as parsed from JSON: each is verified and counted at most once, or refused alone with
 * everything wrong with it, or for now while it is not known whether its organisation has the app installed. Answers a receipt an event,
 * in order, after the commit. Throws `UserError` for a body that is neither, `UnavailableError` when the database does not answer.
 */
export async function receiveEvents({ recorder, keys, now, pause }: IngestDeps, body: unknown): Promise<Receipt[]> {
  const receivedAt = now();
  const deliveries = eventsOf(body).map((value) => readEvent(value, receivedAt));
  const secrets = await keys.secretsOf(deliveries.flatMap(({ signed }) => signed?.claim.keyId ?? []));
  const verified = deliveries.map(({ signed, appId }) => {
    if (!signed) return false;
    const key = secrets.get(signed.claim.keyId);
    return key !== undefined && key.appId === appId && verifies(signed.claim, signed.text, key.secret);
  });
  const apps = [...new Set(deliveries.flatMap(({ appId }, i) => (verified[i] && appId !== null ? appId : [])))];
  const units = new Map((apps.length > 0 ? await recorder.unitsOf(apps) : []).map((of, i) => [apps[i], of]));

  const judged = deliveries.map((delivery, i) => judge(delivery, verified[i] ?? false, units, receivedAt));
  const { standing, held, mark } = await count(judged.flatMap(({ accepted }) => accepted ?? []));
  const denied = ({ occurredAt }: AcceptedEvent) => mark !== undefined && mark.at.getTime() > occurredAt.getTime() + SKEW_MS;
  return judged.map(({ eventId, accepted, faults }, index) => {
    if (!accepted) return rejected(index, eventId, faults);
    const recorded = standing.get(accepted);
    if (recorded) return recordedReceipt(index, accepted.eventId, accepted.contentHash, recorded);
    const hold = held.get(accepted);
    if (hold) return postponed(index, accepted.eventId, onHold(accepted, hold));
    return denied(accepted)
      ? rejected(index, eventId, [notInstalled(accepted)])
      : postponed(index, accepted.eventId, installNotKnownYet(accepted));
  });

  /** How each event stands, what held it, and the mark of the copy that the last look saw at least. */
  async function count(events: readonly AcceptedEvent[]): Promise<{
    standing: ReadonlyMap<AcceptedEvent, Recorded>;
    held: ReadonlyMap<AcceptedEvent, Hold>;
    mark: CopyMark | undefined;
  }> {
    const standing = new Map<AcceptedEvent, Recorded>();
    const held = new Map<AcceptedEvent, Hold>();
    const look = async (at: readonly AcceptedEvent[]): Promise<readonly AcceptedEvent[]> => {
      const answers = at.length > 0 ? await recorder.record(at) : [];
      for (const [i, event] of at.entries()) {
        const answer = answers[i];
        if (answer && 'hold' in answer) held.set(event, answer);
        else if (answer) standing.set(event, answer);
      }
      return at.filter((event) => !standing.has(event) && !held.has(event));
    };
    let left = await look(events);
    if (left.length === 0) return { standing, held, mark: undefined };
    // Asked before each look, which so sees all that the copy had by then.
    let mark = await recorder.copyMark();
    left = await look(left);
    // An install made a moment ago is on its way while the mark is older than the request. Only recent events that nothing holds are waited for.
    for (let waited = 0; left.some(isRecent) && mark && mark.ageMs > waited && mark.ageMs < BEHIND_MS;) {
      await pause(LOOK_MS);
      waited += LOOK_MS;
      mark = await recorder.copyMark();
      left = await look(left);
    }
    return { standing, held, mark };
  }

  /** An event of so short a time ago can belong to an install that the copy does not have yet. */
  function isRecent({ occurredAt }: AcceptedEvent): boolean {
    return occurredAt.getTime() > receivedAt.getTime() - SKEW_MS;
  }
}

function eventsOf(body: unknown): readonly unknown[] {
  if (body === undefined) throw new JsonFault('The body is empty; send one usage event or an array of them as JSON.');
  if (typeof body !== 'object' || body === null) throw refusal('INVALID_INPUT', 'Send one usage event or an array of them.');
  if (!Array.isArray(body)) return [body];
  if (body.length < 1 || body.length > MOST_EVENTS)
    throw refusal('INVALID_INPUT', `Send 1 to ${MOST_EVENTS} events a request; this one has ${body.length}.`);
  return body;
}

type Units = ReadonlyMap<string | undefined, readonly string[] | undefined>;
type Judgement = { readonly eventId: string | null; readonly accepted: AcceptedEvent | undefined; readonly faults: readonly Fault[] };

/** Everything that is wrong with an event. The units that its app's prices name are told only to who signs for the app. */
function judge(delivery: Delivery, verified: boolean, units: Units, receivedAt: Date): Judgement {
  const { eventId, appId, event, signed, payload } = delivery;
  const metered = units.get(appId ?? undefined) ?? STANDARD_UNITS;
  const priced = metered.filter((unit) => !STANDARD_UNITS.some((standard) => standard === unit));
  const faults = [
    ...delivery.faults,
    ...(verified && payload ? quantityFaults(priced, payload) : []),
    ...(!verified && signed ? [badSignature] : []),
  ];
  const accepted =
    event && signed && verified && faults.length === 0
      ? { ...event, receivedAt, keyId: signed.claim.keyId, contentHash: signed.contentHash, units: metered }
      : undefined;
  return { eventId, accepted, faults };
}

const badSignature: Fault = {
  code: 'INVALID_SIGNATURE',
  message:
    'signature: is not valid. Sign the RFC 8785 form of the event without signature by HMAC-SHA256 with the secret of a valid key of this app.',
  field: ['signature'],
};

const notInstalled = ({ orgId, appId }: AcceptedEvent): Fault => ({
  code: 'NOT_INSTALLED',
  message: `${orgId} had not installed ${appId} at that time, so the use is not counted. Use counts from the time of installation (installApp).`,
  field: ['org_id'],
});

/** Never final, for senders drop what is refused for good, and with it the use of somebody who installed a moment ago. */
const installNotKnownYet = ({ orgId, appId }: AcceptedEvent): Fault => ({
  code: 'INSTALL_NOT_KNOWN_YET',
  message: `Whether ${orgId} has installed ${appId} is not known here at the moment. The event is not counted. If the app is not installed yet, install it (installApp); then send the same event again.`,
  field: ['org_id'],
});

const onHold = ({ orgId, appId }: AcceptedEvent, { hold }: Hold): Fault => {
  const [code, what] = hold === 'organization' ? ['ORGANIZATION_ON_HOLD', orgId] : ['APP_ON_HOLD', appId];
  const message = `An event about ${what} could not be processed yet; a platform admin is looking into it. This use is not counted; send the same event again.`;
  return { code, message, field: [hold === 'organization' ? 'org_id' : 'app_id'] };
};
