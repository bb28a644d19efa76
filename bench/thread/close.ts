import { Client, Connection } from '@temporalio/client';
import { Failure } from '@guildhall/local/failure.ts';
import { closePeriod } from '@guildhall/local/story/processes.ts';
import type { World } from '@guildhall/local/story/world.ts';
import { rounded } from '../percentile.ts';

export type Close = {
  /** From the workflow's start to its end, by Temporal's clock. */
  readonly workflowSeconds: number;
  /** Of that, the operation that closes the day. */
  readonly operationSeconds: number;
};

/** Closes a day by the real process and reads from its history how long that took. Throws Failure `miscounted` on any difference. */
export async function timedClose(world: World, day: string): Promise<Close> {
  const { id, result } = await closePeriod(world, 'day', day);
  if (result.differences > 0)
    throw new Failure('miscounted', `Closing ${day} found ${result.differences} differences between raw events and buckets.`);
  const connection = await Connection.connect({ address: world.doors.temporalAddress, connectTimeout: '5 seconds' });
  try {
    const { events } = await new Client({ connection }).workflow.getHandle(id).fetchHistory();
    const times = (events ?? []).map((event) => ({ ...event, ms: millisecondsOf(event.eventTime) }));
    const scheduled = times.find(({ activityTaskScheduledEventAttributes: of }) => of?.activityType?.name === 'closeDay')?.eventId;
    // A start is written into the history with its own time; both name the task by the id of its event.
    const started = times.find(({ activityTaskStartedEventAttributes: of }) => of && String(of.scheduledEventId) === String(scheduled));
    const completed = times.find(({ activityTaskCompletedEventAttributes: of }) => of && String(of.scheduledEventId) === String(scheduled));
    const seconds = (from: number | undefined, to: number | undefined) => rounded(((to ?? NaN) - (from ?? NaN)) / 1_000);
    return { workflowSeconds: seconds(times[0]?.ms, times.at(-1)?.ms), operationSeconds: seconds(started?.ms, completed?.ms) };
  } finally {
    await connection.close();
  }
}

type Timestamp = { readonly seconds?: unknown; readonly nanos?: number | null };

const millisecondsOf = (time: Timestamp | null | undefined): number => Number(time?.seconds) * 1_000 + (time?.nanos ?? 0) / 1e6;
