import type { Allowance, FailedReply, Remainder } from '../core/provider.ts'
import { durationMs } from './duration.ts'
import { headerText } from './retry-after.ts'

/**
 * What the headers of a reply, good or bad, say is left of the rate limits; null where they say nothing of it. Where
 * several limits of one kind are told (by the minute and by the day, of input and of output), the tightest counts.
 * `nowMs` is wall time, for replies that name a moment and do not say when they were sent.
 *
 * - `x-ratelimit-remaining-requests`, `-tokens` with `-reset-…` as `6m0s` or `20ms`, and the same with a period behind:
 *   https://platform.openai.com/docs/guides/rate-limits, https://console.groq.com/docs/rate-limits,
 *   https://inference-docs.cerebras.ai/support/rate-limits,
 *   https://learn.microsoft.com/azure/ai-services/openai/how-to/quota (which names no reset)
 * - `x-ratelimit-remaining-req-minute`, `-tokens-minute`, with no reset: https://docs.mistral.ai/deployment/laplateforme/tier/
 * - `anthropic-ratelimit-requests-remaining` with `-reset` as RFC 3339, and so for tokens, input and output:
 *   https://docs.anthropic.com/en/api/rate-limits#response-headers
 * - `x-ratelimit-remaining` with `x-ratelimit-reset` in epoch milliseconds: https://openrouter.ai/docs/api-reference/limits
 * - the same with `x-tokenlimit-remaining` and seconds: https://docs.together.ai/docs/rate-limits
 * - `x-ratelimit-remaining-tokens-prompt`, `-generated`: https://docs.fireworks.ai/guides/quotas_usage/rate-limits
 * - `ratelimit: "name";r=0;t=30`, and `ratelimit-remaining`, `ratelimit-reset` of its earlier drafts:
 *   https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function readAllowance(headers: FailedReply['headers'], nowMs: number): Allowance | null {
  let requests: Remainder | null = null
  let tokens: Remainder | null = null
  for (const { kind, remaining, reset, periodMs } of LIMITS) {
    if (headers[remaining] === undefined) continue
    const left = countOf(headerText(headers, remaining))
    if (left === null) continue
    const told = { left, resetMs: resetMs(headers, reset, nowMs) ?? periodMs }
    if (kind === 'requests') requests = tighter(requests, told)
    else tokens = tighter(tokens, told)
  }
  const standard = headers.ratelimit === undefined ? null : structured(headerText(headers, 'ratelimit'))
  if (standard !== null) requests = tighter(requests, standard)
  return requests === null && tokens === null ? null : { requests, tokens }
}

interface Limit {
  readonly kind: 'requests' | 'tokens'
  readonly remaining: string
  /** Empty where there is none. */
  readonly reset: string
  /** When it is whole again at the latest, where that is in the name. */
  readonly periodMs: number | null
}

const PERIODS_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

const LIMITS: readonly Limit[] = [
  ...(['requests', 'tokens'] as const).flatMap((kind) => [
    { kind, remaining: `x-ratelimit-remaining-${kind}`, reset: `x-ratelimit-reset-${kind}`, periodMs: null },
    ...Object.entries(PERIODS_MS).map(([period, periodMs]) => ({
      kind,
      remaining: `x-ratelimit-remaining-${kind}-${period}`,
      reset: `x-ratelimit-reset-${kind}-${period}`,
      periodMs,
    })),
    {
      kind,
      remaining: `anthropic-ratelimit-${kind}-remaining`,
      reset: `anthropic-ratelimit-${kind}-reset`,
      periodMs: null,
    },
  ]),
  ...['input', 'output'].map((direction) => ({
    kind: 'tokens' as const,
    remaining: `anthropic-ratelimit-${direction}-tokens-remaining`,
    reset: `anthropic-ratelimit-${direction}-tokens-reset`,
    periodMs: null,
  })),
  { kind: 'requests', remaining: 'x-ratelimit-remaining-req-minute', reset: '', periodMs: PERIODS_MS.minute },
  { kind: 'requests', remaining: 'x-ratelimit-remaining', reset: 'x-ratelimit-reset', periodMs: null },
  // Together's, and Fireworks's, which tells prompt and answer apart.
  { kind: 'tokens', remaining: 'x-tokenlimit-remaining', reset: 'x-ratelimit-reset', periodMs: null },
  ...['prompt', 'generated'].map((direction) => ({
    kind: 'tokens' as const,
    remaining: `x-ratelimit-remaining-tokens-${direction}`,
    reset: '',
    periodMs: PERIODS_MS.minute,
  })),
  { kind: 'requests', remaining: 'ratelimit-remaining', reset: 'ratelimit-reset', periodMs: null },
]

/** Of two that are used up the one that lasts, else the one of which less is left. */
function tighter(known: Remainder | null, told: Remainder): Remainder {
  if (known === null) return told
  if (known.left === told.left) return (told.resetMs ?? 0) > (known.resetMs ?? 0) ? told : known
  return told.left < known.left ? told : known
}

function countOf(text: string): number | null {
  return /^-?\d+(\.\d+)?$/.test(text) ? Math.max(0, Math.floor(Number(text))) : null
}

/** From now on: a length of time, a moment in RFC 3339, or a number whose size tells what it is. */
function resetMs(headers: FailedReply['headers'], name: string, nowMs: number): number | null {
  const text = name === '' ? '' : headerText(headers, name)
  if (text === '') return null
  if (NUMBER.test(text)) {
    const number = Number(text)
    if (number < EPOCH_SECONDS_MIN) return Math.ceil(number * 1_000)
    const momentMs = number < EPOCH_MS_MIN ? number * 1_000 : number
    return Math.max(0, Math.ceil(momentMs - sentAtMs(headers, nowMs)))
  }
  const lengthMs = durationMs(text)
  if (lengthMs !== null) return lengthMs
  const momentMs = Date.parse(text)
  return Number.isNaN(momentMs) ? null : Math.max(0, momentMs - sentAtMs(headers, nowMs))
}

const NUMBER = /^\d+(\.\d+)?$/
/** A wait is a number of seconds below 30 years; a moment is one above, or a thousand times that. */
const EPOCH_SECONDS_MIN = 1e9
const EPOCH_MS_MIN = 1e12

/** A moment is told by the sender's clock, so it is read by the sender's clock where he says what it shows. */
function sentAtMs(headers: FailedReply['headers'], nowMs: number): number {
  const sentMs = Date.parse(headerText(headers, 'date'))
  return Number.isNaN(sentMs) ? nowMs : sentMs
}

/** A list of `"name";r=…;t=…`: what is left, and the seconds until it is whole again. */
function structured(text: string): Remainder | null {
  let tightest: Remainder | null = null
  for (const item of text.split(',')) {
    const left = /;\s*r=(\d+)/.exec(item)?.[1]
    if (left === undefined) continue
    const seconds = /;\s*t=(\d+)/.exec(item)?.[1]
    const told = { left: Number(left), resetMs: seconds === undefined ? null : Number(seconds) * 1_000 }
    tightest = tighter(tightest, told)
  }
  return tightest
}
