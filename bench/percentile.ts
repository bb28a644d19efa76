/** The nearest-rank percentile: the smallest measured value that `percent` (above 0, at most 100) of them do not exceed. NaN of none. */
export function percentile(values: readonly number[], percent: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil((percent / 100) * values.length) - 1] ?? NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

export type Latency = { readonly p50Ms: number; readonly p95Ms: number };

/** What is told of durations in ms. */
export const latencyOf = (durations: readonly number[]): Latency => ({
  p50Ms: rounded(percentile(durations, 50)),
  p95Ms: rounded(percentile(durations, 95)),
});

/** To three significant digits: the rest is noise. Whole numbers stay whole. */
export const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
