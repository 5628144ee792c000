import type { Config, ProviderLimitsConfig } from '../config/config.ts'
import { ERRORS, GatewayError } from '../core/error.ts'
import { type GateSettings, type Gate, QUEUE_DEFAULTS } from '../routing/queue/gate.ts'
import type { Ticket } from '../routing/queue/ticket.ts'
import type { Target } from '../routing/target.ts'
import type { AttemptInput } from './attempt.ts'
import type { Exchange } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import type { TrialOutcome } from './trial.ts'

/** Leave to ask a provider that is limited; to be given back exactly once. */
export interface GatePass {
  leave(outcome: TrialOutcome, durationMs: number): void
}

/** By the provider's name. */
export function gateSettings({ providers }: Config): Map<string, GateSettings> {
  const settings = new Map<string, GateSettings>()
  for (const [name, { limits }] of Object.entries(providers)) {
    if (limits !== undefined) settings.set(name, settingsOf(limits))
  }
  return settings
}

function settingsOf({ rpm, tpm, concurrency }: ProviderLimitsConfig): GateSettings {
  return {
    ...QUEUE_DEFAULTS,
    rpm: rpm ?? null,
    tpm: tpm ?? null,
    concurrency: concurrency === 'adaptive' ? ADAPTIVE : (concurrency ?? null),
  }
}

const ADAPTIVE = { min: 1, max: 1_000, initial: 20 }

/** Nobody limits this provider. */
const FREE_PASS: GatePass = Object.freeze({ leave() {} })

/** Without waiting: null where there is no room just now. For whom there is another way. */
export function tryGate(input: AttemptInput, target: Target, gateway: Gateway): GatePass | null {
  const gate = gateway.gates.of(target.providerName)
  if (gate === null) return FREE_PASS
  const nowMs = gateway.clock.monotonicMs()
  const entry = gate.enter({ ...arrivalOf(input), deadlineAtMs: nowMs, nowMs })
  if (entry.type === 'waiting') gate.cancel(entry, nowMs)
  return entry.type === 'granted' ? pass(gate, input, gateway) : null
}

/**
 * At once where there is room; else the request waits its turn among those of all callers. Throws `overloaded` where
 * the wait is too long, and `client_closed_request` when the caller leaves meanwhile.
 */
export async function passGate(
  input: AttemptInput,
  target: Target,
  leftMs: number,
  gateway: Gateway,
): Promise<GatePass> {
  const gate = gateway.gates.of(target.providerName)
  if (gate === null) return FREE_PASS
  const nowMs = gateway.clock.monotonicMs()
  const entry = gate.enter({ ...arrivalOf(input), deadlineAtMs: nowMs + leftMs, nowMs })
  if (entry.type === 'refused') throw fullError(target, entry.retryAfterMs)
  if (entry.type === 'waiting') await turnOf(entry, gate, input.exchange, target, gateway)
  return pass(gate, input, gateway)
}

export function fullError({ providerName }: Target, retryAfterMs?: number): GatewayError {
  return new GatewayError(
    'overloaded',
    `Provider ${providerName} has as many requests as its limits here allow.`,
    retryAfterMs === undefined ? {} : { retryAfterMs },
  )
}

async function turnOf(
  ticket: Ticket,
  gate: Gate,
  exchange: Exchange,
  target: Target,
  { clock }: Gateway,
): Promise<void> {
  const sinceMs = clock.monotonicMs()
  const { promise, resolve } = Promise.withResolvers<GatewayError | null>()
  ticket.onAnswer((answer) =>
    resolve(answer.type === 'granted' ? null : fullError(target, answer.retryAfterMs)),
  )
  const leave = () => {
    if (gate.cancel(ticket, clock.monotonicMs())) resolve(callerGone())
  }
  exchange.leave = leave
  const refusal = await promise
  exchange.leave = null
  exchange.waitedMs += clock.monotonicMs() - sinceMs
  if (refusal !== null) throw refusal
}

/** Work is shared out by tokens, among keys. */
function arrivalOf({ exchange, route, admission }: AttemptInput) {
  return {
    tenant: exchange.caller?.keyId ?? '',
    priority: route.priority,
    cost: admission.tokensExpected,
  }
}

function pass(gate: Gate, { admission }: AttemptInput, { clock }: Gateway): GatePass {
  return {
    leave(outcome, durationMs) {
      const answer = outcome.type === 'answered' ? outcome.answer : null
      const usage = answer?.usage ?? (outcome.type === 'answered' ? null : outcome.usage)
      gate.leave(
        {
          kind: kindOf(outcome),
          durationMs,
          ttftMs: answer?.ttftMs ?? null,
          cost: admission.tokensExpected,
          tokens: usage === null ? null : usage.inputTokens + usage.outputTokens,
          // A provider speaks of the credential that it was asked with, and there may be others behind this gate.
          retryAfterMs: null,
        },
        clock.monotonicMs(),
      )
    },
  }
}

function kindOf(outcome: TrialOutcome): 'ok' | 'throttled' | 'failed' {
  if (outcome.type === 'cancelled') return 'ok'
  const code = outcome.type === 'failed' ? outcome.code : null
  if (code === null) return 'ok'
  if (code === 'provider_rate_limited' || code === 'provider_overloaded') return 'throttled'
  // What the caller did wrong says nothing about how much the provider bears.
  return ERRORS[code].fault === 'caller' ? 'ok' : 'failed'
}

function callerGone(): GatewayError {
  return new GatewayError('client_closed_request', 'The caller left while he waited for his turn.')
}
