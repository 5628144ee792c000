import type { ErrorCode } from '../core/error.ts'
import type { AttemptRecord } from '../core/record.ts'
import type { Target } from '../routing/target.ts'
import type { Nanos } from '../core/money.ts'
import { costOf } from '../ledger/cost.ts'
import { priceOf, speaking } from '../routing/target.ts'
import { servedBy } from './admit.ts'
import type { Success } from '../routing/health/outcome.ts'
import type { Answer } from './answer.ts'
import type { AttemptInput } from './attempt.ts'
import type { Continuation } from './continuation.ts'
import type { Exchange } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import type { GatePass } from './gate-pass.ts'
import type { Hedge } from './hedge.ts'
import { type Entrant, race, type RaceResult } from './race.ts'
import type { TrialOutcome } from './trial.ts'
import { tryTarget } from './try-target.ts'

/** One go at a target, with what is left of the exchange's time. */
export interface Course {
  readonly target: Target
  readonly leftMs: number
  /** Given back when it is over. */
  readonly pass: GatePass
  readonly role?: 'hedge' | 'continuation'
  readonly continuation?: Continuation
  readonly hedge?: Hedge | null
}

/** Sends the request to a target, writes down how that ended, and lets the target's health know. */
export async function tryOnce(
  input: AttemptInput,
  course: Course,
  gateway: Gateway,
): Promise<RaceResult<Course>['outcome']> {
  const { exchange } = input
  const startedAtMs = gateway.clock.monotonicMs()
  const entrant = (of: Course) => entrantOf(input, of, gateway)
  const first = entrant(course)
  const { outcome } = await race<Course>({ exchange, first, hedge: hedgeOf(course, entrant) })
  exchange.waitedMs += gateway.clock.monotonicMs() - startedAtMs
  const { route } = input
  if (route.hedge !== null && outcome.type === 'answered') {
    gateway.storms.succeeded(route.name, route.hedge.maxRatio, gateway.clock.monotonicMs())
  }
  return outcome
}

function entrantOf(input: AttemptInput, course: Course, gateway: Gateway): Entrant<Course> {
  const { exchange } = input
  const { target, pass } = course
  let startedAtMs = 0
  return {
    course,
    start: (claim) => {
      startedAtMs = gateway.clock.monotonicMs()
      exchange.attemptsBegun++
      gateway.health.began(target.id, startedAtMs)
      return tryTarget(trialOf(input, course, claim, gateway))
    },
    ended: (outcome) => {
      const durationMs = gateway.clock.monotonicMs() - startedAtMs
      exchange.attempts.push(attemptRecord(exchange, course, outcome, { startedAtMs, durationMs }))
      pass.leave(outcome, durationMs)
      noteHealth(input, target, outcome, durationMs, gateway)
    },
  }
}

function hedgeOf({ hedge = null, leftMs }: Course, entrant: (course: Course) => Entrant<Course>) {
  if (hedge === null) return null
  const { afterMs } = hedge
  return {
    afterMs,
    next: () => {
      const next = hedge.next()
      return next === null ? null : entrant({ ...next, leftMs: leftMs - afterMs, role: 'hedge' })
    },
  }
}

function trialOf(input: AttemptInput, course: Course, claim: () => boolean, gateway: Gateway) {
  const { exchange, asked, route, admission } = input
  const { leftMs, continuation = null } = course
  const target = speaking(course.target, exchange.incoming.dialect.wire)
  const { timeouts } = route
  const before = continuation?.usage.outputTokens ?? 0
  return {
    exchange,
    asked,
    gateway,
    target,
    inputTokensEstimated: admission.inputTokens + before,
    continuation,
    keepsTranscript: route.onStreamFailure === 'continue',
    claim,
    timeouts: {
      connectMs: timeouts.connectMs,
      ttftMs: asked.options.ttftMs ?? timeouts.ttftMs,
      idleMs: timeouts.idleMs,
      totalMs: Math.min(timeouts.totalMs, leftMs),
      isDeadline: leftMs < timeouts.totalMs,
    },
    onProgress: (outputTokens: number) => {
      const now = gateway.clock.now()
      const served = servedBy(target, now, exchange.snapshot.catalogueVersion)
      gateway.books.progress(admission, before + outputTokens, now, served)
    },
  }
}

function attemptRecord(
  exchange: Exchange,
  { target, role }: Course,
  outcome: TrialOutcome,
  times: { readonly startedAtMs: number; readonly durationMs: number },
): AttemptRecord {
  const usage = outcome.type === 'answered' ? outcome.answer.usage : outcome.usage
  return {
    target: target.id,
    provider: target.providerName,
    model: target.model,
    ...(role === undefined ? {} : { role }),
    ...howEnded(outcome),
    ms: Math.round(times.durationMs),
    startedMs: Math.round(times.startedAtMs - exchange.startedAtMs),
    usage,
    costNanos: costNanosOf(outcome, target, exchange.timeMs),
  }
}

function costNanosOf(outcome: TrialOutcome, target: Target, nowMs: number): Nanos | null {
  if (outcome.type === 'answered') return outcome.answer.billedNanos
  return outcome.usage === null ? null : costOf(outcome.usage, priceOf(target, nowMs))
}

function howEnded(outcome: TrialOutcome): Pick<AttemptRecord, 'status' | 'code' | 'ttftMs'> {
  switch (outcome.type) {
    case 'answered':
      return { status: 200, code: brokenCode(outcome.answer), ttftMs: outcome.answer.ttftMs }
    case 'failed':
      return { status: outcome.status, code: outcome.code, ttftMs: null }
    case 'cancelled':
      return { status: null, code: 'hedge_lost', ttftMs: null }
  }
}

/** What an exchange has cost so far, whoever got the answers. Null when the price of one attempt is not known. */
export function costOfAttempts(attempts: readonly AttemptRecord[]): Nanos | null {
  let sum = 0
  for (const { usage, costNanos } of attempts) {
    if (usage === null) continue
    if (costNanos === null) return null
    sum += costNanos
  }
  return sum
}

function brokenCode({ ending }: Answer): ErrorCode | null {
  if (ending.type === 'broken') return ending.error.code
  return ending.type === 'abandoned' ? 'client_closed_request' : null
}

/** What the provider itself has counted. */
function tokensOf({ usage, usageSource }: Answer): Pick<Success, 'tokens'> {
  if (usageSource !== 'provider') return {}
  const { inputTokens, cacheReadTokens, outputTokens, reasoningTokens } = usage
  return {
    tokens: { input: inputTokens, cacheRead: cacheReadTokens, output: outputTokens - reasoningTokens },
  }
}

function noteHealth(
  { asked, route }: AttemptInput,
  target: Target,
  outcome: TrialOutcome,
  durationMs: number,
  { health, clock }: Gateway,
): void {
  const nowMs = clock.monotonicMs()
  switch (outcome.type) {
    case 'cancelled':
      return health.saidNothing(target.id, durationMs, nowMs)
    case 'failed': {
      // Late by the caller's own measure alone: one impatient caller must not take a target from all the others.
      const { ttftMs } = asked.options
      const isHurried =
        outcome.code === 'provider_timeout' && ttftMs !== null && durationMs < route.timeouts.ttftMs
      if (isHurried) return health.saidNothing(target.id, durationMs, nowMs)
      return health.failed(target.id, { ...outcome, durationMs }, nowMs)
    }
    case 'answered': {
      const { answer } = outcome
      const code = brokenCode(answer)
      if (code !== null) return health.failed(target.id, { code, retryAfterMs: null, durationMs }, nowMs)
      return health.succeeded(target.id, { ttftMs: answer.ttftMs, durationMs, ...tokensOf(answer) }, nowMs)
    }
  }
}
