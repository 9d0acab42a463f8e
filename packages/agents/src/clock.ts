/** What a clock may be set by. */
export interface ClockSettings {
  readonly TRUNKLINE_CLOCK_OFFSET_MS?: string | null;
  readonly TRUNKLINE_FAILPOINTS?: string | null;
}

/**
 * How far the clock of approvals is ahead of the machine's, in milliseconds: tests let days pass between
 * two starts. Only where fail points are on, which is on loopback.
 */
export function clockOffsetMs(settings: ClockSettings): number {
  if (!settings.TRUNKLINE_FAILPOINTS) return 0;
  const offset = Number(settings.TRUNKLINE_CLOCK_OFFSET_MS ?? 0);
  return Number.isFinite(offset) ? offset : 0;
}
