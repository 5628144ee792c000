import type { ExchangeStore, SweepResult } from './store.ts'

const BATCH_ROWS = 500

export interface Retention {
  readonly exchangesMs: number
  readonly bodiesMs: number
}

/** Deletes what is older than it may become, batch by batch, so that other calls get their turn in between. */
export async function enforceRetention(
  store: ExchangeStore,
  retention: Retention,
  nowMs: number,
): Promise<SweepResult> {
  const before = { exchangesMs: nowMs - retention.exchangesMs, bodiesMs: nowMs - retention.bodiesMs }
  let exchanges = 0
  let bodies = 0
  while (true) {
    const swept = await store.sweep(before, BATCH_ROWS)
    exchanges += swept.exchanges
    bodies += swept.bodies
    if (swept.exchanges < BATCH_ROWS && swept.bodies < BATCH_ROWS) return { exchanges, bodies }
  }
}
