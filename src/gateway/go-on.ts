import type { ErrorCode } from '../core/error.ts'
import { addUsage } from '../core/usage.ts'
import { worstCase } from '../ledger/cost.ts'
import { estimateInput, estimateRequest } from '../ledger/estimate.ts'
import { ATTEMPTS_MAX } from '../routing/backoff.ts'
import { priceOf, type Target } from '../routing/target.ts'
import type { Answer, Unfinished } from './answer.ts'
import type { AttemptInput } from './attempt.ts'
import { hasMoneyBudget } from './claims.ts'
import { continuesPrefix, continuing, isContinuable } from './continuation.ts'
import { tryGate } from './gate-pass.ts'
import type { Gateway } from './gateway.ts'
import { tryOnce } from './try-once.ts'

/** How often one answer may be taken up again. Each time all of it so far is sent, and paid for, once more. */
const CONTINUATIONS_MAX = 2

/** Failures of the provider's, after which another may go on. A caller's deadline or a stop of the gateway is none. */
const TAKEN_UP: ReadonlySet<ErrorCode> = new Set(['stream_interrupted', 'provider_timeout'])

/**
 * Where an answer has broken off in its text and its route says `continue`, lets other targets go on with it: the
 * caller sees one answer under one id. Nobody goes on whose cost its caller's budgets do not hold for. The broken
 * answer comes back as it is where nobody can.
 */
export async function goOn(
  input: AttemptInput,
  first: Answer,
  deadlineAtMs: number,
  gateway: Gateway,
): Promise<Answer> {
  const { route, asked } = input
  const mayGoOn = route.onStreamFailure === 'continue' && asked.operation === undefined
  if (!mayGoOn || !isContinuable(asked.request)) return first
  const failed = new Set([first.target.id])
  let answer = first
  for (let taken = 0; taken < CONTINUATIONS_MAX; taken++) {
    const unfinished = unfinishedOf(answer)
    if (unfinished === null) break
    const next = await takeUp(input, { answer, unfinished, failed, deadlineAtMs }, gateway)
    if (next === null) break
    failed.add(next.target.id)
    answer = joined(answer, next)
  }
  return answer
}

function unfinishedOf({ ending }: Answer): Unfinished | null {
  if (ending.type !== 'broken' || !TAKEN_UP.has(ending.error.code)) return null
  return ending.unfinished?.transcript.canContinue === true ? ending.unfinished : null
}

interface Broken {
  readonly answer: Answer
  readonly unfinished: Unfinished
  /** By their ids. */
  readonly failed: Set<string>
  readonly deadlineAtMs: number
}

/** The first target that says anything more; null where none does. */
async function takeUp(input: AttemptInput, broken: Broken, gateway: Gateway): Promise<Answer | null> {
  const { exchange, plan } = input
  const { answer, unfinished, failed, deadlineAtMs } = broken
  const continuation = { ...unfinished, usage: answer.usage }
  for (const target of plan.targets) {
    const leftMs = deadlineAtMs - gateway.clock.monotonicMs()
    if (exchange.isGone || leftMs <= 0 || exchange.attempts.length >= ATTEMPTS_MAX) return null
    if (failed.has(target.id) || !continuesPrefix(target) || !isCovered(input, target, broken, gateway))
      continue
    const pass = tryGate(input, target, gateway)
    if (pass === null) continue
    const course = { target, leftMs, pass, role: 'continuation', continuation } as const
    const outcome = await tryOnce(input, course, gateway)
    if (outcome.type === 'answered') return outcome.answer
    failed.add(target.id)
  }
  return null
}

/** A budget is not passed because an answer was cut: what this attempt may cost more is reserved before it begins. */
function isCovered(input: AttemptInput, target: Target, broken: Broken, { books }: Gateway): boolean {
  const { exchange, asked, admission } = input
  const { usage, billedNanos } = broken.answer
  const request = continuing(asked.request, broken.unfinished.transcript)
  const estimate = estimateRequest(request, target.offer?.maxOutputTokens ?? null, estimateInput(request))
  const worst = worstCase(estimate, priceOf(target, exchange.timeMs))
  if (worst === null && hasMoneyBudget(exchange.claims) && exchange.snapshot.config.unknownPrice === 'deny')
    return false
  const tokens = usage.inputTokens + usage.outputTokens + estimate.inputTokens + estimate.outputTokens
  const most = { tokens, costNanos: worst === null ? null : (billedNanos ?? 0) + worst }
  return books.covers(admission, most, exchange.timeMs)
}

function joined(before: Answer, after: Answer): Answer {
  const isPriced = before.billedNanos !== null && after.billedNanos !== null
  return {
    ...after,
    usage: addUsage(before.usage, after.usage),
    usageSource: 'estimated',
    billedNanos: isPriced ? before.billedNanos + after.billedNanos : null,
    ttftMs: before.ttftMs,
    dropped: [...new Set([...before.dropped, ...after.dropped])],
  }
}
