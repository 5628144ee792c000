/**
 * The closed catalogue of errors. A code decides everything else: the HTTP status a caller sees, whose fault it was,
 * and whether the same request may be tried again. A new code does not compile until these are decided.
 */
export interface ErrorTraits {
  readonly status: number
  readonly fault: 'caller' | 'provider' | 'gateway'
  /** `same`: the same target may be tried again. `elsewhere`: only another target or credential. `never`: stop. */
  readonly retry: 'never' | 'same' | 'elsewhere'
}

export const ERRORS = {
  // The caller can mend these.
  invalid_request: { status: 400, fault: 'caller', retry: 'never' },
  unsupported_parameter: { status: 400, fault: 'caller', retry: 'never' },
  key_missing: { status: 401, fault: 'caller', retry: 'never' },
  key_invalid: { status: 401, fault: 'caller', retry: 'never' },
  key_revoked: { status: 401, fault: 'caller', retry: 'never' },
  credits_exhausted: { status: 402, fault: 'caller', retry: 'never' },
  permission_denied: { status: 403, fault: 'caller', retry: 'never' },
  no_target_allowed: { status: 403, fault: 'caller', retry: 'never' },
  guardrail_denied: { status: 403, fault: 'caller', retry: 'never' },
  not_found: { status: 404, fault: 'caller', retry: 'never' },
  model_not_found: { status: 404, fault: 'caller', retry: 'never' },
  method_not_allowed: { status: 405, fault: 'caller', retry: 'never' },
  request_timeout: { status: 408, fault: 'caller', retry: 'never' },
  conflict: { status: 409, fault: 'caller', retry: 'never' },
  request_too_large: { status: 413, fault: 'caller', retry: 'never' },
  rate_limited: { status: 429, fault: 'caller', retry: 'never' },
  budget_exhausted: { status: 429, fault: 'caller', retry: 'never' },
  headers_too_large: { status: 431, fault: 'caller', retry: 'never' },
  client_closed_request: { status: 499, fault: 'caller', retry: 'never' },
  context_length_exceeded: { status: 400, fault: 'caller', retry: 'never' },
  content_filtered: { status: 400, fault: 'caller', retry: 'never' },

  // A provider failed. `elsewhere` also covers another credential of the same provider.
  provider_unauthorized: { status: 502, fault: 'provider', retry: 'elsewhere' },
  provider_rate_limited: { status: 429, fault: 'provider', retry: 'same' },
  provider_overloaded: { status: 503, fault: 'provider', retry: 'same' },
  provider_error: { status: 502, fault: 'provider', retry: 'same' },
  provider_unreachable: { status: 502, fault: 'provider', retry: 'same' },
  provider_timeout: { status: 504, fault: 'provider', retry: 'elsewhere' },
  provider_invalid_reply: { status: 502, fault: 'provider', retry: 'elsewhere' },
  provider_model_missing: { status: 502, fault: 'provider', retry: 'elsewhere' }, // Our mapping names a model it lacks.
  stream_interrupted: { status: 502, fault: 'provider', retry: 'never' }, // The caller already has bytes.

  // Ours.
  all_targets_failed: { status: 502, fault: 'provider', retry: 'never' },
  deadline_exceeded: { status: 504, fault: 'gateway', retry: 'never' },
  overloaded: { status: 503, fault: 'gateway', retry: 'never' },
  store_unavailable: { status: 503, fault: 'gateway', retry: 'never' },
  shutting_down: { status: 503, fault: 'gateway', retry: 'never' },
  internal: { status: 500, fault: 'gateway', retry: 'never' },
} as const satisfies Record<string, ErrorTraits>

export type ErrorCode = keyof typeof ERRORS

/** `hedge_lost`: called off because another attempt at the same request got there first. Nobody's fault. */
export type AttemptCode = ErrorCode | 'hedge_lost'

/** One attempt as a caller may see it: never an upstream body, host or key. */
export interface AttemptSummary {
  readonly provider: string
  readonly model: string
  readonly status: number | null
  readonly code: AttemptCode | null
  readonly ms: number
}

/** What a caller wrote that makes no sense: `message` goes on after the name of the field. */
export function wrongField(param: string, message: string): GatewayError {
  return new GatewayError('invalid_request', `${param} ${message}.`, { param })
}

/** Of an attempt with more to it: nothing else goes to a caller. */
export function summaryOf({ provider, model, status, code, ms }: AttemptSummary): {
  provider: string
  model: string
  status: number | null
  code: AttemptCode | null
  ms: number
} {
  return { provider, model, status, code, ms }
}

export interface ErrorDetails {
  /** The request field that is wrong, as a path in the caller's own words: `messages[2].content`. */
  readonly param?: string
  readonly retryAfterMs?: number
  readonly attempts?: readonly AttemptSummary[]
  /** The provider's own error code, e.g. `context_length_exceeded`; a word, never its message. */
  readonly providerCode?: string
  readonly cause?: unknown
}

const BRAND = Symbol.for('portolan.error')

/** The only error that reaches a caller. Everything else thrown is a bug, and is shown as `internal`. */
export class GatewayError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  readonly [BRAND] = true

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'GatewayError'
    this.code = code
    this.details = details
  }

  get traits(): ErrorTraits {
    return ERRORS[this.code]
  }

  with(details: ErrorDetails): GatewayError {
    return new GatewayError(this.code, this.message, { ...this.details, ...details })
  }

  /** Works across duplicate installs of this package, where `instanceof` does not. */
  static is(value: unknown): value is GatewayError {
    return typeof value === 'object' && value !== null && BRAND in value
  }

  /** Anything thrown, as the one error a caller may see. The original stays in `cause` for the log. */
  static from(value: unknown): GatewayError {
    if (GatewayError.is(value)) return value
    return new GatewayError('internal', 'The gateway failed on this request; its log has the details.', {
      cause: value,
    })
  }
}
