import type { JsonObject } from '../../core/json.ts'
import { isJsonObject, parseJsonObject } from '../../core/json.ts'
import type { Reply, ReplyHeaders } from '../../core/reply.ts'
import { SseParser } from '../../wire/sse.ts'
import type { BackgroundRun } from './background-run.ts'

/** How an answer is kept. */
export interface Keeping {
  readonly id: string
  readonly previousId: string | null
  /** Resolves when it is in the store, or cannot be. */
  save(response: JsonObject): Promise<void>
}

/**
 * The caller's end of a response. On its way there, what is to be kept gets the gateway's name and goes to the store
 * before its caller has the end of it; what is to go on in the background goes there. All else passes.
 */
export class ResponseReply implements Reply {
  readonly #inner: Reply
  #keeping: Keeping | null = null
  #run: BackgroundRun | null = null
  #onGone: (() => void) | null = null
  #onOver: (() => void) | null = null
  /** The name that the provider has given it. */
  #upstreamId: string | null = null
  #last: Buffer | null = null

  constructor(inner: Reply) {
    this.#inner = inner
    inner.onGone(() => {
      if (this.#run === null) this.#onGone?.()
    })
    inner.onOver(() => {
      if (this.#run === null) this.#onOver?.()
    })
  }

  keep(keeping: Keeping): void {
    this.#keeping = keeping
  }

  /** From here on its caller may leave. */
  toBackground(run: BackgroundRun): void {
    this.#run = run
    run.leave = () => this.#onGone?.()
  }

  /** Whoever was at work on it is done. */
  over(): void {
    this.#onOver?.()
  }

  send(status: number, headers: ReplyHeaders, body: Buffer): void {
    if (this.#run !== null) return this.#run.fail(parseJsonObject(body.toString()) ?? {})
    const keeping = this.#keeping
    const response = keeping === null || status !== 200 ? null : parseJsonObject(body.toString())
    if (keeping === null || response === null) return this.#inner.send(status, headers, body)
    this.#upstreamId = idOf(response)
    const named = this.#named(body, keeping)
    const told = named === body ? response : (parseJsonObject(named.toString()) ?? response)
    void keeping.save(told).then(() => this.#inner.send(status, headers, named))
  }

  begin(status: number, headers: ReplyHeaders): void {
    if (this.#run === null) this.#inner.begin(status, headers)
  }

  write(piece: Buffer): boolean {
    if (this.#run !== null) {
      this.#run.push(piece)
      return true
    }
    const named = this.#keeping === null ? piece : this.#named(piece, this.#keeping)
    this.#last = named
    return this.#inner.write(named)
  }

  end(piece: Buffer | null): void {
    if (this.#run !== null) return this.#endRun(this.#run, piece)
    const last = piece === null ? null : this.#numbered(piece)
    const keeping = this.#keeping
    if (last === null || keeping === null) return this.#inner.end(last)
    const named = this.#named(last, keeping)
    const response = endIn(named)
    if (response === null) return this.#inner.end(named)
    void keeping.save(response).then(() => this.#inner.end(named))
  }

  destroy(): void {
    if (this.#run === null) this.#inner.destroy()
    else this.#run.fail({ message: 'The answer could not be recorded and is withheld.' })
  }

  onGone(callback: () => void): void {
    this.#onGone = callback
  }

  onOver(callback: () => void): void {
    this.#onOver = callback
  }

  onDrain(callback: () => void): void {
    this.#inner.onDrain(callback)
  }

  #endRun(run: BackgroundRun, piece: Buffer | null): void {
    if (piece !== null) run.push(piece)
    if (!run.isOver) run.fail({ message: 'The answer ended before it was whole.' })
  }

  /** The same bytes under the gateway's name. Text cannot hold it: a quote inside of text is escaped. */
  #named(piece: Buffer, { id, previousId }: Keeping): Buffer {
    this.#upstreamId ??= firstId(piece)
    if (this.#upstreamId === null || this.#upstreamId === id) return piece
    const said = `"${this.#upstreamId}"`
    if (!piece.includes(said)) return piece
    const text = piece.toString('utf8').replaceAll(said, `"${id}"`)
    return Buffer.from(previousId === null ? text : text.replaceAll(PREVIOUS, `$1"${previousId}"`))
  }

  /** The event of an error is written by who has not seen the stream: it gets the number that is its turn. */
  #numbered(piece: Buffer): Buffer {
    const text = piece.subarray(0, 200).toString('latin1')
    if (!text.startsWith('event: error')) return piece
    const numbers = [...(this.#last?.toString('latin1') ?? '').matchAll(/"sequence_number":\s*(\d+)/g)]
    const next = Number(numbers.at(-1)?.[1] ?? -1) + 1
    return Buffer.from(piece.toString('utf8').replace(/"sequence_number":0/, `"sequence_number":${next}`))
  }
}

const PREVIOUS = /("previous_response_id"\s*:\s*)(?:null|"[^"]*")/g

function firstId(piece: Buffer): string | null {
  for (const { data } of new SseParser().push(piece)) {
    const response = parseJsonObject(data)?.response
    if (isJsonObject(response)) return idOf(response)
  }
  return null
}

function idOf({ id }: JsonObject): string | null {
  return typeof id === 'string' && id !== '' ? id : null
}

/** The response at the end of a stream, where it ends as it should. */
function endIn(piece: Buffer): JsonObject | null {
  let found: JsonObject | null = null
  for (const { data } of new SseParser().push(piece)) {
    const value = parseJsonObject(data)
    const isEnd = /^response\.(?:completed|incomplete|failed)$/.test(String(value?.type))
    if (isEnd && isJsonObject(value?.response)) found = value.response
  }
  return found
}
