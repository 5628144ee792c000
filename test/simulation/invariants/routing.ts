import type { AttemptRecord } from '../../../src/core/record.ts'
import { ATTEMPTS_MAX } from '../../../src/routing/backoff.ts'
import { type Evidence, recordOf, type SimulatedExchange } from '../evidence.ts'
import type { Invariant } from '../invariants.ts'
import { attemptsOf, routeOf, targetOf } from './route-of.ts'

export const attemptsAreCapped: Invariant = function* ({ exchanges }) {
  for (const { request, calls } of exchanges) {
    if (calls.length > ATTEMPTS_MAX) yield `caller ${request.number} caused ${calls.length} calls`
  }
}

/**
 * One exchange calls a target once, and then as often as its route has retries: an outage costs no more than that. Who
 * goes on with an answer that broke off may call it once more.
 */
export const retryStormsAreBounded: Invariant = function* (evidence) {
  for (const exchange of evidence.exchanges) {
    const { request, config, calls } = exchange
    const { retries } = routeOf(request.model, config) ?? config.routeDefaults
    const roles = recordOf(exchange)?.attempts.filter(({ role }) => role !== undefined) ?? []
    for (const [target, { length }] of Map.groupBy(calls, (call) => targetOf(call, config))) {
      const most = retries.attempts + 1 + roles.filter((attempt) => attempt.target === target).length
      if (length > most) yield `caller ${request.number} called ${target} ${length} times, above ${most}`
    }
  }
}

/** A provider has never more calls at once, or in a minute, than the operator's limits for it allow. */
export const providerLimitsAreKept: Invariant = function* (evidence) {
  const outcomes = evidence.exchanges.flatMap(outcomesOf)
  const providers = Object.entries(evidence.exchanges[0]?.config.providers ?? {})
  for (const [name, { limits = {} }] of providers) {
    const all = outcomes.filter(({ attempt }) => attempt.provider === name)
    for (const { beganMs } of all) {
      const before = all.filter((other) => other.beganMs <= beganMs)
      const atOnce = before.filter(({ endedMs }) => endedMs > beganMs).length
      const inAMinute = before.filter((other) => other.beganMs > beganMs - 60_000).length
      if (typeof limits.concurrency === 'number' && atOnce > limits.concurrency) {
        yield `${name} had ${atOnce} calls at once, above ${limits.concurrency}`
      }
      if (limits.rpm !== undefined && inAMinute > limits.rpm) {
        yield `${name} had ${inAMinute} calls in a minute, above ${limits.rpm}`
      }
    }
  }
}

/**
 * After three failures in a row, or when a provider has said until when it is full, a target rests: who comes in that
 * time finds it so.
 */
export const restingTargetsAreLeftAlone: Invariant = function* (evidence) {
  const rests = restsOf(evidence)
  for (const exchange of evidence.exchanges) {
    const { timeMs, beganMs, opened, request } = exchange
    // It was planned between its beginning and its admission.
    const latestMs = opened === null ? Number.POSITIVE_INFINITY : timeMs + opened.atMs - beganMs
    for (const { target, removedBy } of recordOf(exchange)?.decision?.candidates ?? []) {
      const rest = rests.find(
        (each) => each.target === target && each.fromMs < timeMs && latestMs < each.untilMs,
      )
      if (removedBy !== null || rest === undefined) continue
      yield `caller ${request.number} was sent to ${target}, which rests: ${rest.reason}`
    }
  }
}

interface Rest {
  readonly target: string
  readonly reason: string
  /** Epoch milliseconds, both. */
  readonly fromMs: number
  untilMs: number
}

/** Less a fifth, which is left to chance. */
const BREAKER_MS = 4_000
const FAILURES_TO_OPEN = 3

function restsOf(evidence: Evidence): readonly Rest[] {
  const outcomes = evidence.exchanges.flatMap(outcomesOf).sort((a, b) => a.endedMs - b.endedMs)
  return [...Map.groupBy(outcomes, ({ attempt }) => attempt.target).values()].flatMap((each) => [
    ...each.flatMap(fullRest),
    ...breakerRests(each),
  ])
}

interface Outcome {
  readonly attempt: AttemptRecord
  /** Epoch milliseconds, both. */
  readonly beganMs: number
  readonly endedMs: number
  readonly retryAfterMs: number
  /** Late only by the measure of a caller in a hurry. */
  readonly isHurried: boolean
}

function outcomesOf(exchange: SimulatedExchange): Outcome[] {
  const { request, config, calls, timeMs } = exchange
  const { timeouts } = routeOf(request.model, config) ?? config.routeDefaults
  return attemptsOf(exchange).map((attempt, at) => {
    const fate = calls[at]?.parts.fate
    const seconds = fate?.type === 'failed' && !fate.isCut ? fate.failure.retryAfterSeconds : undefined
    return {
      attempt,
      beganMs: timeMs + attempt.startedMs,
      endedMs: timeMs + attempt.startedMs + attempt.ms,
      retryAfterMs: (seconds ?? 0) * 1_000,
      isHurried: request.options.ttftMs !== undefined && attempt.ms < timeouts.ttftMs,
    }
  })
}

function fullRest({ attempt, endedMs, retryAfterMs }: Outcome): Rest[] {
  const { target, code } = attempt
  if (code !== 'provider_rate_limited' || retryAfterMs === 0) return []
  return [{ target, reason: `full for ${retryAfterMs} ms`, fromMs: endedMs, untilMs: endedMs + retryAfterMs }]
}

/** Of one target. The first rest after each success, for how long later ones are depends on their forerunners. */
function breakerRests(outcomes: readonly Outcome[]): readonly Rest[] {
  // An answer that broke off opens a breaker in a way of its own.
  if (outcomes.some(({ attempt }) => attempt.code === 'stream_interrupted')) return []
  const rests: Rest[] = []
  let inARow = 0
  for (const { attempt, endedMs, isHurried } of outcomes) {
    const open = rests.at(-1)
    if (attempt.code === null) {
      inARow = 0
      if (open !== undefined) open.untilMs = Math.min(open.untilMs, endedMs)
    } else if (ILLNESS.has(attempt.code) && !(isHurried && attempt.code === 'provider_timeout')) {
      inARow++
      if (inARow === FAILURES_TO_OPEN) {
        const { target } = attempt
        rests.push({ target, reason: 'ill', fromMs: endedMs, untilMs: endedMs + BREAKER_MS })
      }
    }
  }
  return rests
}

const ILLNESS: ReadonlySet<string> = new Set([
  'provider_error',
  'provider_overloaded',
  'provider_unreachable',
  'provider_timeout',
  'provider_invalid_reply',
])
