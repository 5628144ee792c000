import { type GatewayError, summaryOf } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import { sseFrame } from '../../wire/sse.ts'

/**
 * Google's error object, with our own code as the reason, and the attempts under `portolan`.
 * https://cloud.google.com/apis/design/errors
 */
export function renderError(error: GatewayError, exchangeId: string): JsonObject {
  const { attempts, param, providerCode, retryAfterMs } = error.details
  const { status } = error.traits
  const retry =
    retryAfterMs === undefined
      ? []
      : [{ '@type': `${TYPE}RetryInfo`, retryDelay: `${Math.ceil(retryAfterMs) / 1000}s` }]
  return {
    error: {
      code: status,
      message: error.message,
      status: STATUSES.get(status) ?? (status >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT'),
      details: [
        {
          '@type': `${TYPE}ErrorInfo`,
          reason: error.code.toUpperCase(),
          domain: 'portolan',
          metadata: {
            request_id: exchangeId,
            ...(param === undefined ? {} : { param }),
            ...(providerCode === undefined ? {} : { provider_code: providerCode }),
          },
        },
        ...retry,
      ],
      portolan: {
        code: error.code,
        request_id: exchangeId,
        ...(attempts === undefined ? {} : { attempts: attempts.map(summaryOf) }),
      },
    },
  }
}

/**
 * Twice: as an event, and once more as bare JSON without an end. Google's SDKs of today raise on the event; those of
 * before look for an error only in bytes that are one, and for bytes that are left over.
 */
export function renderStreamError(error: GatewayError, exchangeId: string): string {
  const body = JSON.stringify(renderError(error, exchangeId))
  return sseFrame(body) + body
}

const TYPE = 'type.googleapis.com/google.rpc.'

/** https://cloud.google.com/apis/design/errors#handling_errors */
const STATUSES: ReadonlyMap<number, string> = new Map([
  [400, 'INVALID_ARGUMENT'],
  [401, 'UNAUTHENTICATED'],
  [402, 'FAILED_PRECONDITION'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [408, 'DEADLINE_EXCEEDED'],
  [409, 'ABORTED'],
  [429, 'RESOURCE_EXHAUSTED'],
  [499, 'CANCELLED'],
  [502, 'UNAVAILABLE'],
  [503, 'UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
])
