import type { Budget, RateLimits } from '../../../src/core/budget.ts'
import { windowStartMs } from '../../../src/ledger/calendar.ts'
import type { Evidence, SimulatedExchange } from '../evidence.ts'
import { recordOf } from '../evidence.ts'
import type { Invariant } from '../invariants.ts'

type Admitted = SimulatedExchange & { readonly opened: NonNullable<SimulatedExchange['opened']> }

/** Requests of one key in any minute or hour, and at once, are never more than allowed. */
export const limitsAreKept: Invariant = function* (evidence) {
  const admitted = admittedOf(evidence)
  for (const [at, exchange] of admitted.entries()) {
    const before = admitted.slice(0, at).filter((other) => keyIdOf(other) === keyIdOf(exchange))
    for (const { limits, model } of scopesOf(exchange)) {
      const rivals = model === null ? before : before.filter(({ request }) => request.model === model)
      for (const [name, windowMs] of WINDOWS) {
        const limit = limits[name]
        if (limit === undefined) continue
        const count = 1 + rivals.filter((other) => counts(other, exchange, name, windowMs)).length
        if (count > limit)
          yield `caller ${exchange.request.number} was number ${count} of ${limit} ${name} of ${keyIdOf(exchange)}`
      }
      const atOnce = 1 + rivals.filter((other) => isOpenAt(other, exchange, evidence)).length
      if (limits.concurrency !== undefined && atOnce > limits.concurrency) {
        yield `caller ${exchange.request.number} was number ${atOnce} of ${limits.concurrency} at once of ${keyIdOf(exchange)}`
      }
    }
  }
}

/** What is counted leaves its window with one sixtieth of it, and so up to that much early. */
const WINDOWS = [
  ['rpm', (60_000 * 59) / 60],
  ['rph', (3_600_000 * 59) / 60],
] as const

/** In the order of their admission. */
function admittedOf({ exchanges, appended }: Evidence): readonly Admitted[] {
  const byId = new Map(exchanges.map((exchange) => [exchange.id, exchange]))
  return appended.flatMap(({ entry }) => {
    const exchange = entry.type === 'open' ? byId.get(entry.exchange.id) : undefined
    return exchange?.opened == null ? [] : [{ ...exchange, opened: exchange.opened }]
  })
}

function keyIdOf({ opened }: Admitted): string | null {
  return opened.entry.exchange.keyId
}

/** The key's own limits, the configuration's, and the key's for this model. None for the master key. */
function scopesOf({ request, config }: SimulatedExchange): { limits: RateLimits; model: string | null }[] {
  if (request.key === null) return []
  const { limits } = request.key.record
  const ofModel = limits.models?.[request.model]
  return [
    ...[limits, ...config.limits.map((each) => each.limits)].map((each) => ({ limits: each, model: null })),
    ...(ofModel === undefined ? [] : [{ limits: ofModel, model: request.model }]),
  ]
}

/** Counted from the first request on that was under such a limit. What never reached a provider is given back. */
function counts(other: Admitted, exchange: Admitted, name: 'rpm' | 'rph', windowMs: number): boolean {
  const isCounted = scopesOf(other).some(({ limits }) => limits[name] !== undefined)
  const wasReleased = recordOf(other)?.attempts.length === 0
  return isCounted && !wasReleased && other.beganMs > exchange.opened.atMs - windowMs
}

/** By the order in the journal: within one millisecond much can happen. */
function isOpenAt(other: Admitted, exchange: Admitted, { appended }: Evidence): boolean {
  const closedAt = appended.findIndex(({ entry }) => entry === other.closed?.entry)
  return closedAt === -1 || closedAt > appended.findIndex(({ entry }) => entry === exchange.opened.entry)
}

/** What is spent and what is held for open exchanges is together never more than a budget. */
export const budgetsAreKept: Invariant = function* (evidence) {
  const admitted = admittedOf(evidence)
  for (const [at, exchange] of admitted.entries()) {
    const { key } = exchange.request
    if (key === null) continue
    const earlier = admitted.slice(0, at).filter((other) => keyIdOf(other) === keyIdOf(exchange))
    for (const budget of [...key.record.budgets, ...exchange.config.budgets]) {
      const firstMs = windowStartMs(budget.window, budget.timeZone, exchange.timeMs)
      const spent = earlier
        .filter((other) => !isOpenAt(other, exchange, evidence) && other.timeMs >= firstMs)
        .map((other) => spentBy(other, budget))
      const held = earlier
        .filter((other) => isOpenAt(other, exchange, evidence))
        .map((other) => heldBy(other, budget))
      const before = evidence.beganAtMs >= firstMs ? amountOf(key.spentBefore, budget) : 0
      const all = before + sum(spent) + sum(held) + heldBy(exchange, budget)
      const limit = amountOf(
        { costNanos: budget.usdNanos, tokens: budget.tokens, calls: budget.calls },
        budget,
      )
      if (all > limit)
        yield `caller ${exchange.request.number} brought ${keyIdOf(exchange)} to ${all} of ${limit}`
    }
  }
}

/**
 * What is settled is never more than what was held for it: else a budget could be overdrawn. An answer that was gone on
 * with holds more than it did at its opening.
 */
export const settlementsStayWithinReservations: Invariant = function* (evidence) {
  for (const exchange of admittedOf(evidence)) {
    const record = recordOf(exchange)
    const { reservedNanos, reservedTokens } = exchange.opened.entry
    const isPieced = record?.attempts.some(({ role }) => role === 'continuation') ?? false
    if (record === null || isPieced || exchange.request.key === null) continue
    const tokens = (record.usage?.inputTokens ?? 0) + (record.usage?.outputTokens ?? 0)
    if (tokens > reservedTokens)
      yield `caller ${exchange.request.number} used ${tokens} of ${reservedTokens} tokens`
    if (reservedNanos !== null && (record.billedNanos ?? 0) > reservedNanos) {
      yield `caller ${exchange.request.number} was billed ${record.billedNanos} of ${reservedNanos} nanos`
    }
  }
}

interface Amounts {
  readonly costNanos?: number | null | undefined
  readonly tokens?: number | undefined
  readonly calls?: number | undefined
}

function amountOf({ costNanos, tokens, calls }: Amounts, budget: Budget): number {
  return (budget.usdNanos !== undefined ? costNanos : budget.tokens !== undefined ? tokens : calls) ?? 0
}

function spentBy(exchange: Admitted, budget: Budget): number {
  const record = recordOf(exchange)
  if (record === null || record.attempts.length === 0) return 0
  const { usage, billedNanos } = record
  const tokens = (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0)
  return amountOf({ costNanos: billedNanos, tokens, calls: 1 }, budget)
}

function heldBy({ opened }: Admitted, budget: Budget): number {
  const { reservedNanos, reservedTokens } = opened.entry
  return amountOf({ costNanos: reservedNanos, tokens: reservedTokens, calls: 1 }, budget)
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
