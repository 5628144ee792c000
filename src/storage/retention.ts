import type { ExchangeStore, Store, SweepResult } from './store.ts'

const BATCH_ROWS = 500

export interface Retention {
  readonly exchangesMs: number
  readonly bodiesMs: number
}

/** Of all that is kept for a time. */
export async function enforceAllRetention(
  store: ExchangeStore & Pick<Store, 'responses'>,
  retention: Retention & { readonly responsesMs: number },
  nowMs: number,
): Promise<void> {
  await enforceRetention(store, retention, nowMs)
  await enforceResponseRetention(store, retention.responsesMs, nowMs)
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

/** The same for answers that are kept for their callers. Says how many have gone. */
export async function enforceResponseRetention(
  store: Pick<Store, 'responses'>,
  responsesMs: number,
  nowMs: number,
): Promise<number> {
  let gone = 0
  while (true) {
    const swept = await store.responses('sweep', nowMs - responsesMs, BATCH_ROWS)
    gone += swept
    if (swept < BATCH_ROWS) return gone
  }
}
