import type { IncomingHttpHeaders } from 'node:http'
import type { JsonObject } from '../src/core/json.ts'

/** One request as it was received and what became of it. Changes until `isOver`. */
export interface RequestRow {
  /** From 0, in order of arrival. */
  readonly index: number
  /** From `x-sim-id`, else the body's end user: OpenAI `user`, Anthropic `metadata.user_id`. */
  id: string | null
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Exactly as received; empty until it is whole. */
  text: string
  /** The same parsed; null where it was not a JSON object. */
  body: JsonObject | null
  /** As asked for, without prefix and faults; null where none could be read. */
  model: string | null
  /** Null until something was answered. */
  status: number | null
  /** Of body, framing not counted. */
  bytesSent: number
  /** Stream events handed to the socket. */
  events: number
  /** Billed: the input once an answer begins, the output token by token as it is sent. Refusals are free. */
  inputTokens: number
  outputTokens: number
  /** The client left before the answer was whole. */
  aborted: boolean
  isOver: boolean
}

export interface Stats {
  readonly requests: number
  readonly aborted: number
  readonly inputTokens: number
  readonly outputTokens: number
}

/** What the simulator received and billed: totals of everything, rows of the last so many. */
export class Books {
  readonly #rowsMax: number
  #rows: RequestRow[] = []
  /** Requests of before a reset are not among these, and no longer count. */
  #open = new Set<RequestRow>()
  #requests = 0
  #aborted = 0
  #inputTokens = 0
  #outputTokens = 0

  constructor(rowsMax: number) {
    this.#rowsMax = rowsMax
  }

  open(method: string, path: string, headers: IncomingHttpHeaders): RequestRow {
    const row: RequestRow = {
      index: this.#requests++,
      id: null,
      method,
      path,
      headers,
      text: '',
      body: null,
      model: null,
      status: null,
      bytesSent: 0,
      events: 0,
      inputTokens: 0,
      outputTokens: 0,
      aborted: false,
      isOver: false,
    }
    this.#open.add(row)
    // A ring: the place of the row that falls out is taken.
    if (this.#rowsMax > 0) this.#rows[row.index % this.#rowsMax] = row
    return row
  }

  billInput(row: RequestRow, tokens: number): void {
    row.inputTokens += tokens
    if (this.#open.has(row)) this.#inputTokens += tokens
  }

  billOutput(row: RequestRow, tokens: number): void {
    row.outputTokens += tokens
    if (this.#open.has(row)) this.#outputTokens += tokens
  }

  close(row: RequestRow, aborted: boolean): void {
    row.aborted = aborted
    row.isOver = true
    if (this.#open.delete(row) && aborted) this.#aborted++
  }

  stats(): Stats {
    return {
      requests: this.#requests,
      aborted: this.#aborted,
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
    }
  }

  /** The rows kept, oldest first. */
  rows(): readonly RequestRow[] {
    const start = this.#requests % this.#rowsMax
    if (this.#rows.length < this.#rowsMax || start === 0) return [...this.#rows]
    return [...this.#rows.slice(start), ...this.#rows.slice(0, start)]
  }

  reset(): void {
    this.#rows = []
    this.#open = new Set()
    this.#requests = 0
    this.#aborted = 0
    this.#inputTokens = 0
    this.#outputTokens = 0
  }
}
