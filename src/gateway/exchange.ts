import type { Dialect, PathFields } from '../core/dialect.ts'
import type { Claims } from './claims.ts'
import type { ExchangeId } from '../core/ids.ts'
import type { JsonObject } from '../core/json.ts'
import type { Operation } from '../core/operation.ts'
import type { AttemptRecord, DecisionRecord } from '../core/record.ts'
import type { Reply, ReplyHeaders } from '../core/reply.ts'
import type { ChatRequest } from '../core/request.ts'
import type { Target } from '../routing/target.ts'
import type { Snapshot } from './snapshot.ts'
import type { KeyHolder } from './key-ring.ts'
import type { OperationCall } from './operations/operation-call.ts'
import type { RoutingFields } from './routing-fields.ts'
import type { Options } from './options.ts'

/** What `http/` hands over: a request whose head has been read and whose body has not. */
export interface Incoming {
  readonly dialect: Dialect
  readonly operation: Operation
  /** Who calls, where that is known already and no key is sent. */
  readonly caller?: KeyHolder
  /** Of the endpoint, e.g. `/v1/chat/completions`. */
  readonly path?: string
  /** Where the API says in the path what others say in the body. */
  readonly inPath?: PathFields
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly reply: Reply
  /** Set where an endpoint has more to do than to pass requests on. */
  readonly attendant?: Attendant
  /** Where it comes from. Absent: not over a network. */
  readonly connection?: { readonly remoteAddress?: string | undefined }
  /** The whole body. Rejects with `request_too_large`, `request_timeout` or `client_closed_request`. */
  readBody(bytesMax: number): Promise<Buffer>
}

/** What an endpoint does beside the straight line: see `responses/`. */
export interface Attendant {
  /** Once the caller is known: the body as it is to be read. */
  prepare(exchange: Exchange, body: JsonObject, options: Options): Promise<Prepared>
  /** It is let in, and will now be answered. */
  admitted(exchange: Exchange, asked: Asked): Promise<void>
}

export interface Prepared extends Pick<Asked, 'edits'> {
  readonly body: JsonObject
}

/**
 * One accepted request and its reply: what is known of it so far. It is filled in along the straight line, each field
 * by the step that finds it out, and read by the record at the end.
 */
export interface Exchange {
  readonly id: ExchangeId
  readonly incoming: Incoming
  /** The configuration it began under, and ends under. */
  readonly snapshot: Snapshot
  /** Epoch milliseconds. */
  readonly timeMs: number
  /** On the monotonic clock, as every other instant here. */
  readonly startedAtMs: number
  caller: KeyHolder | null
  /** What it is held to: limits and budgets of all its scopes. */
  claims: Claims
  decision: DecisionRecord | null
  readonly attempts: AttemptRecord[]
  /** One more than `attempts` has while one is under way. */
  attemptsBegun: number
  /** Time spent waiting for providers, or between attempts. */
  waitedMs: number
  /** Rate limit figures, for every answer. */
  limitHeaders: ReplyHeaders
  /** The type of an answer that is neither JSON nor events. In a stream of it nobody would look for an error. */
  answerType: string | null
  /** The caller has left. */
  isGone: boolean
  /** What to do when he leaves, and when he has read what was written: set by whoever is answering him. */
  leave: (() => void) | null
  /** Ends the answer here and now, as broken: the gateway is stopping. */
  interrupt: (() => void) | null
  drain: (() => void) | null
}

/** The request, read. */
export interface Asked {
  readonly bytes: Buffer
  readonly body: JsonObject
  /** Of an operation beside chat: as much as it has in common with chat, and no messages. */
  readonly request: ChatRequest
  readonly options: Options
  readonly routing: RoutingFields
  /** Native lane: further edits of the body, for this target. */
  readonly edits?: (target: Target) => Readonly<Record<string, unknown>>
  /** Of a body with files in it: what is kept in their place for the record. */
  readonly recorded?: Buffer
  /** Set for an operation beside chat. */
  readonly operation?: OperationCall
}
