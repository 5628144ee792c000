import { type GatewayError, summaryOf } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import { errorType } from '../../wire/anthropic-error.ts'
import { sseFrame } from '../../wire/sse.ts'

/** https://platform.claude.com/docs/en/api/errors, with our own code and the attempts under `portolan`. */
export function renderError(error: GatewayError, exchangeId: string): JsonObject {
  const { param, attempts, providerCode, retryAfterMs } = error.details
  const portolan = {
    code: error.code,
    ...(param === undefined ? {} : { param }),
    ...(providerCode === undefined ? {} : { provider_code: providerCode }),
    ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }),
    ...(attempts === undefined ? {} : { attempts: attempts.map(summaryOf) }),
  }
  return {
    type: 'error',
    error: { type: errorType(error.traits.status), message: error.message, portolan },
    request_id: exchangeId,
  }
}

/** Anthropic's `error` event, after which nothing comes. */
export function renderStreamError(error: GatewayError, exchangeId: string): string {
  return sseFrame(JSON.stringify(renderError(error, exchangeId)), 'error')
}
