import type { Channel } from '../../core/channel.ts'
import { type ErrorCode, ERRORS, GatewayError } from '../../core/error.ts'
import type { AttemptRecord } from '../../core/record.ts'
import type { Target } from '../../routing/target.ts'
import type { AdmissiblePlan } from '../admit.ts'
import type { Exchange } from '../exchange.ts'
import { readFailure, sentenceOf } from '../failed-reply.ts'
import type { Gateway } from '../gateway.ts'
import type { RealtimeIncoming } from './realtime-incoming.ts'

export interface Connected {
  readonly target: Target
  readonly channel: Channel
  readonly startedAtMs: number
}

/** The first target of the plan that takes the session. Throws what the last of them said, where none does. */
export async function connect(
  exchange: Exchange,
  { realtime, headers }: RealtimeIncoming,
  { targets }: AdmissiblePlan,
  timeoutMs: number,
  gateway: Gateway,
): Promise<Connected> {
  let last: GatewayError | null = null
  for (const target of targets.slice(0, ATTEMPTS_MAX)) {
    if (exchange.isGone) break
    const startedAtMs = gateway.clock.monotonicMs()
    exchange.attemptsBegun++
    gateway.health.began(target.id, startedAtMs)
    const { 'openai-beta': beta } = headers
    const outcome = await realtime.dial({
      url: addressOf(target),
      headers: { ...target.headers, ...(typeof beta === 'string' ? { 'openai-beta': beta } : {}) },
      timeoutMs,
    })
    exchange.waitedMs += gateway.clock.monotonicMs() - startedAtMs
    if (outcome.type === 'open') return { target, channel: outcome.channel, startedAtMs }
    const failed =
      outcome.type === 'refused' ? readFailure(outcome, target) : unreachable(target, outcome.code)
    const { code, error, retryAfterMs, status } = failed
    const durationMs = gateway.clock.monotonicMs() - startedAtMs
    gateway.health.failed(target.id, { code, retryAfterMs, durationMs }, gateway.clock.monotonicMs())
    noteAttempt(exchange, { target, startedAtMs }, { status, code, usage: null, costNanos: null }, gateway)
    last = error
    if (ERRORS[code].retry === 'never') break
  }
  throw last ?? new GatewayError('client_closed_request', 'The caller left before the session began.')
}

export function noteAttempt(
  exchange: Exchange,
  { target, startedAtMs }: Pick<Connected, 'target' | 'startedAtMs'>,
  how: Pick<AttemptRecord, 'status' | 'code' | 'usage' | 'costNanos'>,
  { clock }: Gateway,
): void {
  exchange.attempts.push({
    target: target.id,
    provider: target.providerName,
    model: target.model,
    ...how,
    ms: Math.round(clock.monotonicMs() - startedAtMs),
    startedMs: Math.round(startedAtMs - exchange.startedAtMs),
    ttftMs: null,
  })
}

const ATTEMPTS_MAX = 3

function addressOf({ origin, basePath, provider, model }: Target): string {
  return origin.replace(/^http/, 'ws') + basePath + (provider.realtime?.path(model) ?? '')
}

function unreachable(target: Target, systemCode: string) {
  const isLate = systemCode === 'ETIMEDOUT'
  const code: ErrorCode = isLate ? 'provider_timeout' : 'provider_unreachable'
  const what = isLate ? 'could not be connected to in time' : 'could not be reached'
  return { code, error: new GatewayError(code, sentenceOf(target, what)), retryAfterMs: null, status: null }
}
