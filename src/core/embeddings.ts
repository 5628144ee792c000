import type { JsonObject } from './json.ts'
import type { OperationAnswer, OperationRequest } from './operation.ts'

/** Texts to be turned into vectors: the canonical form. */
export interface EmbeddingsRequest extends OperationRequest {
  /** In the caller's order: a text, or the tokens of one for a model whose vocabulary the caller knows. */
  readonly inputs: readonly EmbeddingInput[]
  /** How many numbers each vector should have; absent is the model's own. */
  readonly dimensions?: number
  readonly encoding: VectorEncoding
  /** What the vectors are for, where the model makes a difference. */
  readonly purpose?: EmbeddingPurpose
  /** Fields that this form has no word for. They reach only a provider of the same format. */
  readonly extras: JsonObject
}

export type EmbeddingInput = string | readonly number[]

/** `base64`: 32-bit floats, little-endian. */
export type VectorEncoding = 'float' | 'base64'

export const EMBEDDING_PURPOSES = ['query', 'document', 'classification', 'clustering', 'similarity'] as const
export type EmbeddingPurpose = (typeof EMBEDDING_PURPOSES)[number]

export interface EmbeddingsAnswer extends OperationAnswer {
  /** In the order of the inputs. */
  readonly vectors: readonly Vector[]
}

/** Numbers, or the base64 of them, as the provider sent it. */
export type Vector = readonly number[] | string
