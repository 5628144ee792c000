import type { Upload } from '../../core/upstream.ts'
import type { Incoming } from '../exchange.ts'

/** A request that is handed on to a provider as it is. */
export interface PassIncoming extends Incoming {
  readonly pass: PassRequest
}

export interface PassRequest {
  readonly method: string
  /** The path and query as they stand in the request, from `/proxy/` on. */
  readonly url: string
  /** Of the caller, for keys that are held to some. */
  readonly address: string
  /** The body, unread. Null where there is none. */
  readonly upload: Upload | null
}
