import { signed, type SigningKey, type UsageEvent } from '@guildhall/local/story/events.ts';

export type Span = { readonly start: Date; readonly end: Date };
export type Workload = { readonly appId: string; readonly orgId: string; readonly key: SigningKey };

/**
 * `count` signed events evenly over a span, in the order of time as apps send them, as request bodies of `batch` events each; a batch
 * of one is the event alone, no array.
 */
export function requestBodies(
  { appId, orgId, key }: Workload,
  { start, end }: Span,
  { name, count, batch }: { readonly name: string; readonly count: number; readonly batch: number },
): string[] {
  const step = (end.getTime() - start.getTime()) / count;
  const event = (i: number): UsageEvent => ({
    event_id: `bench-${name}-${i}`,
    timestamp: new Date(start.getTime() + Math.floor(i * step)).toISOString(),
    app_id: appId,
    actor_id: `user:reader-${i % 1_000}`,
    org_id: orgId,
    action: 'invoke',
    payload: { tokens: 100 + (i % 400), duration_ms: 420 },
  });
  return Array.from({ length: Math.ceil(count / batch) }, (_, at) => {
    const events = Array.from({ length: Math.min(batch, count - at * batch) }, (_, i) => signed(event(at * batch + i), key));
    return JSON.stringify(batch === 1 ? events[0] : events);
  });
}
