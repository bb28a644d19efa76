import { periodOfDay } from '../domain/usage.ts';
import type { UsageDeps } from './deps.ts';

/** The number of a day's last close, 0 before the first: whoever then reads the day's rows has at least what that close made. For workflows. */
export async function closeOf({ store }: UsageDeps, day: string): Promise<number> {
  periodOfDay(day);
  return store.acrossTenants((tx) => tx.closes.number(day));
}

/** Remembers that billing has whatever a day's close made; until then the day is one that is to be closed. Repeated or late it changes nothing. For workflows. */
export async function handedOver({ store }: UsageDeps, day: string, close: number): Promise<void> {
  periodOfDay(day);
  await store.acrossTenants((tx) => tx.closes.handOver(day, close));
}
