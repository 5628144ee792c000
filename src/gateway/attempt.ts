import { type ErrorCode, GatewayError } from '../core/error.ts'
import type { AttemptRecord } from '../core/record.ts'
import { costOf } from '../ledger/cost.ts'
import { ATTEMPTS_MAX, isRetryable, retryDelayMs } from '../routing/backoff.ts'
import type { Plan } from '../routing/plan.ts'
import type { Route } from '../routing/route.ts'
import { priceOf, type Target } from '../routing/target.ts'
import { servedBy } from './admit.ts'
import type { Answer } from './answer.ts'
import type { Admission } from './books.ts'
import type { Asked, Exchange } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import type { TrialOutcome } from './trial.ts'
import { tryTarget } from './try-target.ts'

export interface AttemptInput {
  readonly exchange: Exchange
  readonly asked: Asked
  readonly route: Route
  readonly plan: Plan
  readonly admission: Admission
  readonly random: () => number
}

/**
 * Goes through the plan until a target has answered: retries, then the next. One deadline and one cap on attempts lie
 * over all of it. Throws the error to show when nobody answered; the caller then has not seen a byte.
 */
export async function attempt(input: AttemptInput, gateway: Gateway): Promise<Answer> {
  const { exchange, route, plan } = input
  const deadlineAtMs = exchange.startedAtMs + deadlineMs(input)
  const failures: GatewayError[] = []
  let queue: readonly Target[] = plan.targets
  for (let next = 0; next < queue.length; next++) {
    const target = queue[next] as Target // The loop's condition.
    for (let tries = 1; exchange.attempts.length < ATTEMPTS_MAX; tries++) {
      if (exchange.isGone) throw callerGone()
      const leftMs = deadlineAtMs - gateway.clock.monotonicMs()
      if (leftMs <= 0) throw deadlineExceeded(exchange)
      const outcome = await tryOnce(input, target, leftMs, gateway)
      if (outcome.type === 'answered') return outcome.answer
      if (outcome.code === 'deadline_exceeded') throw deadlineExceeded(exchange)
      failures.push(outcome.error)
      const tried = queue.slice(0, next + 1)
      const instead = insteadOf(outcome.code, plan, tried)
      if (instead.length > 0) {
        queue = [...tried, ...instead]
        break
      }
      if (!isRetryable(outcome, route.retries)) throw surfaced(failures, exchange)
      const waitMs = retryDelayMs(outcome, route.retries, tries, input.random)
      const hasOthers = next + 1 < queue.length
      // A provider that is full says so for a while; somebody else need not wait.
      if (waitMs === null || (hasOthers && outcome.code === 'provider_rate_limited')) break
      if (waitMs >= deadlineAtMs - gateway.clock.monotonicMs()) break
      const pausedAtMs = gateway.clock.monotonicMs()
      await pause(waitMs, exchange)
      exchange.waitedMs += gateway.clock.monotonicMs() - pausedAtMs
    }
  }
  throw surfaced(failures, exchange)
}

function deadlineMs({ asked, route }: AttemptInput): number {
  return Math.min(asked.options.deadlineMs ?? Number.POSITIVE_INFINITY, route.timeouts.deadlineMs)
}

/** Targets that the route names for just this kind of failure, without those that have failed already. */
function insteadOf(code: ErrorCode, plan: Plan, tried: readonly Target[]): readonly Target[] {
  const targets =
    code === 'context_length_exceeded'
      ? plan.onContextLength
      : code === 'content_filtered'
        ? plan.onContentPolicy
        : []
  return targets.filter(({ id }) => tried.every((target) => target.id !== id))
}

async function tryOnce(
  input: AttemptInput,
  target: Target,
  leftMs: number,
  gateway: Gateway,
): Promise<TrialOutcome> {
  const { exchange, asked, route, admission } = input
  const { timeouts } = route
  const startedAtMs = gateway.clock.monotonicMs()
  exchange.attemptsBegun++
  gateway.health.began(target.id, gateway.clock.now())
  const outcome = await tryTarget({
    exchange,
    asked,
    gateway,
    target,
    inputTokensEstimated: admission.inputTokens,
    timeouts: {
      connectMs: timeouts.connectMs,
      ttftMs: asked.options.ttftMs ?? timeouts.ttftMs,
      idleMs: timeouts.idleMs,
      totalMs: Math.min(timeouts.totalMs, leftMs),
      isDeadline: leftMs < timeouts.totalMs,
    },
    onProgress: (outputTokens) => {
      const now = gateway.clock.now()
      gateway.books.progress(
        admission,
        outputTokens,
        now,
        servedBy(target, now, exchange.snapshot.catalogueVersion),
      )
    },
  })
  const durationMs = gateway.clock.monotonicMs() - startedAtMs
  exchange.waitedMs += durationMs
  exchange.attempts.push(attemptRecord(exchange, target, outcome, { startedAtMs, durationMs }))
  if (isHurried(input, outcome, durationMs)) gateway.health.saidNothing(target.id)
  else noteHealth(gateway, target, outcome, durationMs)
  return outcome
}

/** Late by the caller's own measure alone: one impatient caller must not take a target from all the others. */
function isHurried({ asked, route }: AttemptInput, outcome: TrialOutcome, durationMs: number): boolean {
  if (outcome.type === 'answered' || outcome.code !== 'provider_timeout') return false
  return asked.options.ttftMs !== null && durationMs < route.timeouts.ttftMs
}

function attemptRecord(
  exchange: Exchange,
  target: Target,
  outcome: TrialOutcome,
  times: { readonly startedAtMs: number; readonly durationMs: number },
): AttemptRecord {
  const answer = outcome.type === 'answered' ? outcome.answer : null
  const usage = answer?.usage ?? (outcome.type === 'failed' ? outcome.usage : null)
  return {
    target: target.id,
    provider: target.providerName,
    model: target.model,
    status: outcome.type === 'failed' ? outcome.status : 200,
    code: outcome.type === 'failed' ? outcome.code : brokenCode(outcome.answer),
    ms: Math.round(times.durationMs),
    startedMs: Math.round(times.startedAtMs - exchange.startedAtMs),
    ttftMs: answer?.ttftMs ?? null,
    usage,
    costNanos: usage === null ? null : costOf(usage, priceOf(target, exchange.timeMs)),
  }
}

function brokenCode({ ending }: Answer): ErrorCode | null {
  if (ending.type === 'broken') return ending.error.code
  return ending.type === 'abandoned' ? 'client_closed_request' : null
}

function noteHealth(
  { health, clock }: Gateway,
  target: Target,
  outcome: TrialOutcome,
  durationMs: number,
): void {
  if (outcome.type === 'failed') {
    health.failed(target.id, outcome.code, outcome.retryAfterMs, clock.now())
    return
  }
  const code = brokenCode(outcome.answer)
  if (code === null) health.succeeded(target.id, { ttftMs: outcome.answer.ttftMs, durationMs })
  else health.failed(target.id, code, null, clock.now())
}

/** Ends early when the caller leaves. */
function pause(waitMs: number, exchange: Exchange): Promise<void> {
  if (exchange.isGone) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, waitMs)
  exchange.leave = () => {
    clearTimeout(timer)
    resolve()
  }
  return promise.finally(() => {
    exchange.leave = null
  })
}

function callerGone(): GatewayError {
  return new GatewayError('client_closed_request', 'The caller left before an answer came.')
}

function deadlineExceeded(exchange: Exchange): GatewayError {
  return new GatewayError('deadline_exceeded', 'No answer came before the deadline of this request.', {
    attempts: exchange.attempts,
  })
}

/** One kind of failure is shown as what it is, with its retry hint; several kinds as `all_targets_failed`. */
function surfaced(failures: readonly GatewayError[], exchange: Exchange): GatewayError {
  const last = failures.at(-1)
  if (last === undefined) return deadlineExceeded(exchange)
  const isOfOneKind = failures.every(({ code }) => code === last.code) || last.traits.fault === 'caller'
  const { attempts } = exchange
  if (isOfOneKind) return last.with({ attempts })
  const message = `Every target failed; the last: ${last.message}`
  const retryAfterMs = failures.map(({ details }) => details.retryAfterMs).filter((ms) => ms !== undefined)
  return new GatewayError('all_targets_failed', message, {
    attempts,
    ...(retryAfterMs.length > 0 ? { retryAfterMs: Math.min(...retryAfterMs) } : {}),
  })
}
