import type { Dialect } from '../core/dialect.ts'
import type { Log } from '../core/ports.ts'
import type { Drills } from '../drill/drills.ts'
import { expireCredits } from '../gateway/expire-credits.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { enforceAllRetention } from '../storage/retention.ts'
import type { JournalStore } from '../storage/store.ts'
import { CanaryResults } from './canary-results.ts'
import { ProvidersDown } from './providers-down.ts'
import { Rounds } from './rounds.ts'

export interface WatchParts {
  /** OpenAI's: what the gateway asks by itself is asked in it. */
  readonly dialect: Dialect
  readonly store: JournalStore
  readonly drills: Drills
}

/** What is done by the clock, whether requests come or not. Returns how to end it. */
export function watchOver(gateway: Gateway, { dialect, store, drills }: WatchParts): () => void {
  const { clock, health, log } = gateway
  const canaries = new CanaryResults()
  const rounds = new Rounds(gateway, dialect, canaries)
  const providers = new ProvidersDown(gateway.alerts)
  const canaryRate = (targetId: string) => canaries.passRate(targetId)
  const looking = setInterval(() => {
    const priceFactors = drills.priceFactors()
    gateway.guards.look(gateway.snapshot(), { health, clock, canaryRate, priceFactors })
    providers.look(health, clock.monotonicMs())
    rounds.look()
    void gateway.responses.beat()
  }, LOOK_MS).unref()
  const expiring = every(EXPIRY_MS, 'Credits that have expired could not be booked', log, () =>
    expireCredits(gateway.books.wallets, store, clock.now()),
  )
  const sweeping = every(SWEEP_MS, 'What is past its retention could not be deleted', log, () =>
    enforceAllRetention(store, gateway.snapshot().config.storage.retention, clock.now()),
  )
  return () => {
    for (const timer of [looking, expiring, sweeping]) clearInterval(timer)
  }
}

const LOOK_MS = 1_000
const EXPIRY_MS = 60_000
const SWEEP_MS = 600_000

/** One after the other, however long one takes. */
function every(ms: number, failure: string, log: Log, run: () => Promise<unknown>): NodeJS.Timeout {
  let isRunning = false
  const begin = () => {
    if (isRunning) return
    isRunning = true
    run()
      .catch((error: unknown) => log.warn(`${failure}; it is tried again.`, { error }))
      .finally(() => {
        isRunning = false
      })
  }
  return setInterval(begin, ms).unref()
}
