import { type ErrorCode, GatewayError } from '../core/error.ts'
import { ATTEMPTS_MAX, type FailedAttempt, isRetryable, retryDelayMs } from '../routing/backoff.ts'
import type { Plan } from '../routing/plan.ts'
import type { Route } from '../routing/route.ts'
import type { Target } from '../routing/target.ts'
import { nextStep } from '../routing/tree/exit.ts'
import type { AdmissiblePlan } from './admit.ts'
import type { Answer } from './answer.ts'
import type { Admission } from './books.ts'
import type { Asked, Exchange } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import { deadlineOf } from './deadline.ts'
import { goOn } from './go-on.ts'
import { fullError, passGate, tryGate } from './gate-pass.ts'
import { hedgeFor } from './hedge.ts'
import { tryOnce } from './try-once.ts'

export interface AttemptInput {
  readonly exchange: Exchange
  readonly asked: Asked
  readonly route: Route
  readonly plan: AdmissiblePlan
  readonly admission: Admission
  readonly random: () => number
}

/**
 * Goes through the plan until a target has answered: retries, then the next. One deadline and one cap on attempts lie
 * over all of it. Throws the error to show when nobody answered; the caller then has not seen a byte.
 */
export async function attempt(input: AttemptInput, gateway: Gateway): Promise<Answer> {
  const deadlineAtMs = input.exchange.startedAtMs + deadlineOf(input.asked, input.route)
  const walk: Walk = { input, deadlineAtMs, queue: input.plan.targets, hedged: new Set(), failures: [] }
  let place: number | null = 0
  while (place !== null && place < walk.queue.length) {
    const step: Step = await askTarget(walk, place, gateway)
    if (step.type === 'answered') return goOn(input, step.answer, deadlineAtMs, gateway)
    place = step.to
  }
  throw surfaced(walk.failures, input.exchange)
}

/** How far an exchange has got through its plan. */
interface Walk {
  readonly input: AttemptInput
  readonly deadlineAtMs: number
  /** The plan's targets, until a failure of one kind calls for others. */
  queue: readonly Target[]
  /** Those that were asked out of their turn. */
  readonly hedged: Set<Target>
  readonly failures: GatewayError[]
}

type Step =
  | { readonly type: 'answered'; readonly answer: Answer }
  /** The place of the target to ask next; null: there is none. */
  | { readonly type: 'failed'; readonly to: number | null }

/** Asks one target, once or several times. */
async function askTarget(walk: Walk, place: number, gateway: Gateway): Promise<Step> {
  const { input, deadlineAtMs, failures } = walk
  const { exchange } = input
  const target = walk.queue[place] as Target // The loop's condition.
  if (isPassedOver(walk, place, gateway)) return { type: 'failed', to: place + 1 }
  gateway.storms.began(target.providerName, gateway.clock.monotonicMs())
  for (let tries = 1; exchange.attempts.length < ATTEMPTS_MAX; tries++) {
    if (exchange.isGone) throw callerGone()
    const leftMs = deadlineAtMs - gateway.clock.monotonicMs()
    if (leftMs <= 0) throw deadlineExceeded(exchange)
    const isLast = place + 1 === walk.queue.length
    const pass = isLast ? await passGate(input, target, leftMs, gateway) : tryGate(input, target, gateway)
    if (pass === null) {
      failures.push(fullError(target))
      return { type: 'failed', to: place + 1 }
    }
    const hedge = hedgeFor(input, target, () => spare(walk, place, gateway), gateway)
    // It may have waited at the gate: what is left now is less than it was.
    const stillMs = Math.max(1, deadlineAtMs - gateway.clock.monotonicMs())
    const outcome = await tryOnce(input, { target, leftMs: stillMs, pass, hedge }, gateway)
    if (outcome.type === 'answered') return outcome
    if (outcome.code === 'deadline_exceeded') throw deadlineExceeded(exchange)
    failures.push(outcome.error)
    if (turnsElsewhere(walk, outcome.code, place)) return { type: 'failed', to: place + 1 }
    const waitMs = retryWaitMs(walk, { target, place, tries }, outcome, gateway)
    if (waitMs === null) return { type: 'failed', to: after(walk, place, outcome) }
    await pause(waitMs, exchange, gateway)
  }
  return { type: 'failed', to: null }
}

/** It has been asked already, or another request has begun to probe it since this one was planned: one is enough. */
function isPassedOver({ queue, hedged }: Walk, place: number, { health, clock }: Gateway): boolean {
  const target = queue[place] as Target // As in `askTarget`.
  if (hedged.has(target)) return true
  return place + 1 < queue.length && health.isProbed(target.id, clock.monotonicMs())
}

/** A target for a second attempt beside a slow one. */
function spare({ queue, hedged }: Walk, place: number, gateway: Gateway): Target | null {
  const other = queue.find((one, at) => at > place && !hedged.has(one) && isReady(one, gateway)) ?? null
  if (other !== null) hedged.add(other)
  return other
}

/** Whether the route names targets for just this kind of failure, which then take the place of all that follow. */
function turnsElsewhere(walk: Walk, code: ErrorCode, place: number): boolean {
  const tried = walk.queue.slice(0, place + 1)
  const instead = insteadOf(code, walk.input.plan, tried)
  if (instead.length === 0) return false
  walk.queue = [...tried, ...instead]
  return true
}

/** How long to wait before the same target is asked again; null: it is not. */
function retryWaitMs(
  { input, queue, deadlineAtMs }: Walk,
  { target, place, tries }: { readonly target: Target; readonly place: number; readonly tries: number },
  failure: FailedAttempt,
  gateway: Gateway,
): number | null {
  const { retries } = input.route
  if (!isRetryable(failure, retries)) return null
  const waitMs = retryDelayMs(failure, retries, tries, input.random)
  const nowMs = gateway.clock.monotonicMs()
  if (waitMs === null || waitMs >= deadlineAtMs - nowMs) return null
  // What is full or down is so for a while; who has somebody else to go to need not wait.
  if (place + 1 < queue.length && !isReady(target, gateway)) return null
  return gateway.storms.mayRetry(target.providerName, nowMs) ? waitMs : null
}

/** Where a failure leads. A plan without exits goes on to the next target after what is not the caller's own fault. */
function after({ input, queue }: Walk, place: number, failure: FailedAttempt & { error: GatewayError }) {
  const isWorthAnother = isRetryable(failure, input.route.retries)
  const exits = queue === input.plan.targets ? (input.plan.exits?.[place] ?? null) : null
  if (exits === null) return isWorthAnother ? place + 1 : null
  const status = failure.status ?? failure.error.traits.status
  return nextStep(exits, { status, isRetryable: isWorthAnother })
}

/** A retry and a hedge are for small troubles and for speed: not for a target that is known to be in worse. */
function isReady({ id }: Target, { health, clock }: Gateway): boolean {
  return health.standing(id, clock.monotonicMs()).type === 'ready'
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

/** Ends early when the caller leaves. */
async function pause(waitMs: number, exchange: Exchange, { clock }: Gateway): Promise<void> {
  if (exchange.isGone) return
  const sinceMs = clock.monotonicMs()
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, waitMs)
  const leave = () => {
    clearTimeout(timer)
    resolve()
  }
  exchange.leave = leave
  await promise
  exchange.leave = null
  exchange.waitedMs += clock.monotonicMs() - sinceMs
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
