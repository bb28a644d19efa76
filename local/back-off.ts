/** How long to wait before start number `failures` + 1, in milliseconds: 0.25 s, doubled each time, at most 10 s. */
export function backOff(failures: number): number {
  return Math.min(250 * 2 ** Math.max(failures - 1, 0), 10_000);
}
