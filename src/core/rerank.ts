import type { JsonObject } from './json.ts'
import type { OperationAnswer, OperationRequest } from './operation.ts'

/** Documents to be put in the order in which they answer a query: the canonical form. */
export interface RerankRequest extends OperationRequest {
  readonly query: string
  /** In the caller's order. An object is a document with fields. */
  readonly documents: readonly (string | JsonObject)[]
  /** How many to give back; absent is all. */
  readonly topN?: number
  /** Whether the answer repeats the documents. */
  readonly returnsDocuments: boolean
  /** Fields that this form has no word for. They reach only a provider of the same format. */
  readonly extras: JsonObject
}

export interface RerankAnswer extends OperationAnswer {
  /** The provider's id; empty where it gave none. */
  readonly id: string
  /** The best first. */
  readonly results: readonly Ranked[]
}

export interface Ranked {
  /** The document's place in the request. */
  readonly index: number
  readonly score: number
}
