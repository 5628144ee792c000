import { type ErrorCode, type GatewayError, summaryOf } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import { sseFrame } from '../../wire/sse.ts'

/** The official SDKs choose their error class by the HTTP status; `type` and `code` are for people and programs. */
export function renderError(error: GatewayError, exchangeId: string): JsonObject {
  const { attempts, param, providerCode } = error.details
  return {
    error: {
      message: error.message,
      type: TYPES[error.code],
      param: param ?? null,
      code: error.code,
      portolan: {
        request_id: exchangeId,
        ...(providerCode === undefined ? {} : { provider_code: providerCode }),
        ...(attempts === undefined ? {} : { attempts: attempts.map(summaryOf) }),
      },
    },
  }
}

/** No `[DONE]` follows: the answer did not end. The official SDKs raise on a frame that holds `error`. */
export function renderStreamError(error: GatewayError, exchangeId: string): string {
  return sseFrame(JSON.stringify(renderError(error, exchangeId)))
}

/** OpenAI's words where it has one: https://platform.openai.com/docs/guides/error-codes */
const TYPES: Readonly<Record<ErrorCode, string>> = {
  invalid_request: 'invalid_request_error',
  unsupported_parameter: 'invalid_request_error',
  key_missing: 'authentication_error',
  key_invalid: 'authentication_error',
  key_revoked: 'authentication_error',
  credits_exhausted: 'insufficient_quota',
  permission_denied: 'permission_error',
  no_target_allowed: 'permission_error',
  guardrail_denied: 'permission_error',
  not_found: 'not_found_error',
  model_not_found: 'not_found_error',
  method_not_allowed: 'invalid_request_error',
  request_timeout: 'timeout_error',
  conflict: 'conflict_error',
  request_too_large: 'invalid_request_error',
  rate_limited: 'rate_limit_error',
  budget_exhausted: 'insufficient_quota',
  headers_too_large: 'invalid_request_error',
  client_closed_request: 'invalid_request_error',
  context_length_exceeded: 'invalid_request_error',
  content_filtered: 'invalid_request_error',
  provider_unauthorized: 'server_error',
  provider_rate_limited: 'rate_limit_error',
  provider_overloaded: 'server_error',
  provider_error: 'server_error',
  provider_unreachable: 'server_error',
  provider_timeout: 'timeout_error',
  provider_invalid_reply: 'server_error',
  provider_model_missing: 'server_error',
  stream_interrupted: 'server_error',
  all_targets_failed: 'server_error',
  deadline_exceeded: 'timeout_error',
  overloaded: 'server_error',
  store_unavailable: 'server_error',
  shutting_down: 'server_error',
  internal: 'server_error',
}
