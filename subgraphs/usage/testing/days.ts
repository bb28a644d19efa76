import { addDays } from '@guildhall/platform/period.ts';
import { createWorld, statuses, type World } from './world.ts';

export const APP = 'where2eat-742';

/** Usage with one app that two organisations have installed, and what its days are closed and read with. */
export async function createDays() {
  const world: World = await createWorld();
  const key = await world.publish(APP, ['pages']);
  await world.install(APP);
  await world.install(APP, 'org:globex');
  return {
    world,
    key,
    clear: () => world.sql('truncate usage.usage_event, usage.usage_hour, usage.usage_day, usage.app_day, usage.day_close'),
    send: async (...events: unknown[]) => statuses(await world.ingest.receiveEvents(events)),
    rowsOf: async (day: string) => (await world.platform.closedDayPage({ from: day, to: addDays(day, 1) }, undefined, 1_000)).rows,
    /** All of the days to close, which come in one page here. */
    daysToClose: async (through: string) => (await world.platform.daysToClose(through, undefined, 100)).days,
    /** Closes a day as the daily run does, which hands it to billing too. */
    async close(day: string) {
      await world.platform.closeDay(day);
      await world.platform.handedOver(day, await world.platform.closeOf(day));
    },
  };
}
export type Days = Awaited<ReturnType<typeof createDays>>;
