import type { JsonObject } from '../../src/core/json.ts'

/** What a provider does beside chat: one question, one answer. */
export interface Service {
  /** Checks a request as the real API does. Throws a `Failure` in that API's own words. */
  answer(body: JsonObject, context: ServiceContext): ServiceAnswer
}

export interface ServiceContext {
  readonly seed: number
  /** As the answer calls it. */
  readonly model: string
}

export interface ServiceAnswer {
  readonly body: JsonObject
  /** In its place: pieces of a stream, and what they are. */
  readonly stream?: { readonly contentType: string; readonly pieces: readonly Buffer[] }
  /** Billed as input. */
  readonly tokens: number
}
