import type { EmbeddingsAnswer, EmbeddingsRequest } from './embeddings.ts'
import type { JsonObject } from './json.ts'
import type { EncodedRequest, EncodeTarget } from './provider.ts'
import type { RerankAnswer, RerankRequest } from './rerank.ts'
import type { Units, Usage } from './usage.ts'

/** What a caller can ask for: of each exchange one, and named in its record. */
export const OPERATIONS = [
  'chat',
  'count-tokens',
  'embeddings',
  'rerank',
  'moderation',
  'image-generation',
  'image-edit',
  'speech',
  'transcription',
  'translation',
  'proxy',
  'realtime',
] as const

export type Operation = (typeof OPERATIONS)[number]

/**
 * The operations beside chat, with the one form in which their dialects and providers meet. Chat is a stream of events;
 * these are a question and its answer.
 */
export interface OperationForms {
  readonly embeddings: { readonly request: EmbeddingsRequest; readonly answer: EmbeddingsAnswer }
  readonly rerank: { readonly request: RerankRequest; readonly answer: RerankAnswer }
  readonly moderation: PlainForm
  readonly 'image-generation': PlainForm
  readonly 'image-edit': PlainForm
  readonly speech: PlainForm
  readonly transcription: PlainForm
  readonly translation: PlainForm
}

/** Of what only one format has: whoever does it takes the caller's own bytes. */
interface PlainForm {
  readonly request: OperationRequest
  readonly answer: OperationAnswer
}

export type OperationName = keyof OperationForms

/** What routing and the books need to know of a request, whatever it asks for. */
export interface OperationRequest {
  /** As the caller wrote it. */
  readonly model: string
  /** The caller's own name for the end user. */
  readonly user?: string
  /** All that is to be read, for the estimate of tokens. */
  readonly texts: readonly string[]
  /** What comes as tokens already, counted. */
  readonly tokens: number
  /** What else may be charged, at most. */
  readonly units?: Units
  /** The most tokens that the answer can be. Absent is none. */
  readonly outputTokens?: number
  /** The answer comes in pieces. */
  readonly stream?: boolean
}

/** And of an answer. */
export interface OperationAnswer {
  /** Null where the provider named none. */
  readonly model: string | null
  /** Null where it reported none. */
  readonly usage: Usage | null
}

/** One operation as one public API has it for its callers. */
export interface OperationDialect<Request, Answer> {
  /** A name for the format. A provider that has the same takes the caller's own bytes. */
  readonly wire: string
  /** It comes as `multipart/form-data`, since it brings files. */
  readonly isForm?: true
  /** Throws `invalid_request` with `param` naming what is wrong. Of a form: its fields, and of a file its size. */
  parse(body: JsonObject): Request
  /** Whether the provider's own bytes give the caller what he asked for. Absent: always. */
  isAsAsked?(answer: Answer, request: Request): boolean
  /** Absent where no provider has another format. */
  render?(answer: Answer, context: AnswerContext<Request>): JsonObject
}

export interface AnswerContext<Request> {
  readonly request: Request
  /** What answered, by the provider's own name. */
  readonly model: string
  readonly exchangeId: string
}

/** One operation as one provider has it. Like all of a provider it is a value, and does no I/O. */
export interface OperationCodec<Request, Answer> {
  /** A name for the format, as in `OperationDialect`. */
  readonly wire: string
  /** Below the base URL. */
  path(model: string): string
  /** Whether it can be asked for this at all. Absent: always. */
  takes?(request: Request): boolean
  /** Absent where no dialect has another format. */
  encode?(request: Request, target: EncodeTarget): EncodedRequest
  /** Null where this is no answer to the request. */
  decode(body: JsonObject, request: Request): Answer | null
  /** The same of an answer that is no JSON. Absent: it never answers so. */
  readText?(text: string, request: Request): Answer | null
  /** What an event of a stream says; null where it says nothing of itself. Absent: it never streams events. */
  readFrame?(body: JsonObject, request: Request): AnswerFrame | null
  /** What an answer of plain bytes comes to. Absent: it never answers so. */
  readBytes?(request: Request): OperationAnswer
}

export interface AnswerFrame {
  readonly usage: Usage | null
  /** Without one such event a stream is not whole. */
  readonly isLast: boolean
}

export type OperationDialects = {
  readonly [Name in OperationName]?: OperationDialect<
    OperationForms[Name]['request'],
    OperationForms[Name]['answer']
  >
}

export type OperationCodecs = {
  readonly [Name in OperationName]?: OperationCodec<
    OperationForms[Name]['request'],
    OperationForms[Name]['answer']
  >
}
