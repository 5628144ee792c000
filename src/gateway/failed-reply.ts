import { type ErrorCode, GatewayError } from '../core/error.ts'
import { parseJsonObject } from '../core/json.ts'
import type { FailedReply } from '../core/provider.ts'
import type { UpstreamFailure } from '../core/upstream.ts'
import type { FailedAttempt } from '../routing/backoff.ts'
import type { Target } from '../routing/target.ts'
import { cleanMessage } from './clean-message.ts'

/** What a reply with a failing status means for routing, and what its caller may be told of it. */
export function readFailure(
  { status, headers, bytes }: Pick<FailedReply, 'status' | 'headers'> & { readonly bytes: Buffer },
  target: Target,
): FailedAttempt & { readonly error: GatewayError } {
  const text = bytes.toString('utf8')
  const body = parseJsonObject(text)
  const fault = target.provider.classify({ status, headers, body, text: text.slice(0, 2_000) })
  const { code, providerCode, retryAfterMs } = fault
  const error = new GatewayError(code, sentenceOf(target, `answered with status ${status}`, fault.message), {
    ...(providerCode === null ? {} : { providerCode: cleanMessage(providerCode, target.secret) ?? '' }),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  })
  return { code, error, retryAfterMs, status }
}

/** Why an answer broke off, where that is not the provider's doing or was only too slow. */
const SHOWN_WHEN_BROKEN: ReadonlySet<ErrorCode> = new Set([
  'provider_timeout',
  'deadline_exceeded',
  'shutting_down',
])

/** What a caller is told who has a part of an answer already. */
export function brokenError(
  code: ErrorCode,
  target: Target,
  what: string | null,
  message?: string,
): GatewayError {
  const shown = SHOWN_WHEN_BROKEN.has(code) ? code : 'stream_interrupted'
  return new GatewayError(shown, sentenceOf(target, what, message))
}

/** Who did what, and the provider's own words on it where there are any: `Provider a answered with status 400: …` */
export function sentenceOf(target: Target, what: string | null, message?: string | null): string {
  const said = cleanMessage(message ?? null, target.secret)
  return `Provider ${target.providerName} ${what ?? 'failed'}${said === null ? '.' : `: ${said}`}`
}

/** What it means that no reply came, with the phrase that follows the provider's name. */
export const UNREACHED = {
  'connect-timeout': { code: 'provider_timeout', what: 'could not be connected to in time' },
  network: { code: 'provider_unreachable', what: 'could not be reached, or closed the connection' },
  'no-access': { code: 'provider_unauthorized', what: 'could not be asked, for want of credentials' },
} as const satisfies Record<UpstreamFailure['type'], { readonly code: ErrorCode; readonly what: string }>
