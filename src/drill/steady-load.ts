export interface LoadPorts {
  monotonicMs(): number
  /** Resolves after so long, or as soon as `signal` is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

export interface Load {
  readonly perSecond: number
  readonly forMs: number
  /** Called for each request. Nobody waits for what it begins: callers do not wait for each other either. */
  begin(): void
}

/**
 * Begins requests at a fixed rate for so long; the first at once. One that is late, because this process was held up,
 * is made up for, so that their number does not depend on how fast anything is.
 */
export async function steadyLoad(
  { perSecond, forMs, begin }: Load,
  { monotonicMs, wait }: LoadPorts,
  signal: AbortSignal,
): Promise<void> {
  const startedAtMs = monotonicMs()
  const count = Math.max(1, Math.round((forMs / 1_000) * perSecond))
  for (let begun = 0; begun < count; begun++) {
    const dueAtMs = startedAtMs + (begun * 1_000) / perSecond
    await wait(dueAtMs - monotonicMs(), signal)
    if (signal.aborted) return
    begin()
  }
  await wait(startedAtMs + forMs - monotonicMs(), signal)
}
