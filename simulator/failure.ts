/**
 * Why the simulator refuses a request. Each wire format says it in its own status, code and words.
 *
 * `invalid`: the message and parameter are the format's own. `scripted`: a fault asked for this status.
 */
export type FailureKind =
  | 'invalid'
  | 'invalid-json'
  | 'too-large'
  | 'key-missing'
  | 'key-invalid'
  | 'path-unknown'
  | 'method-unknown'
  | 'model-missing'
  | 'model-unknown'
  | 'rate-limited'
  | 'context-length'
  | 'content-filter'
  | 'scripted'

export interface FailureDetails {
  /** HTTP status; only a scripted failure brings its own. */
  readonly status?: number
  /** The offending field, spelled as the format spells paths. */
  readonly param?: string
  /** The format's own word for an invalid request, e.g. OpenAI's `missing_required_parameter`. */
  readonly code?: string
  /** Sent as `retry-after`, whole seconds. */
  readonly retryAfterSeconds?: number
  /** Sent as `retry-after-ms`. */
  readonly retryAfterMs?: number
}

/** A request refused. Thrown by everything that reads one; rendered at one place, in `serve.ts`. */
export class Failure extends Error {
  readonly kind: FailureKind
  readonly details: FailureDetails

  constructor(kind: FailureKind, message = '', details: FailureDetails = {}) {
    super(message)
    this.name = 'Failure'
    this.kind = kind
    this.details = details
  }
}

/** The headers that tell a client when to come back; none where the failure does not say. */
export function retryHeaders({ details }: Failure): Record<string, string> {
  return {
    ...(details.retryAfterSeconds === undefined ? {} : { 'retry-after': String(details.retryAfterSeconds) }),
    ...(details.retryAfterMs === undefined ? {} : { 'retry-after-ms': String(details.retryAfterMs) }),
  }
}
