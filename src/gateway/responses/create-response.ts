import { GatewayError, wrongField } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import type { ResponseName, ResponseStatus, StoredResponse } from '../../storage/response-store.ts'
import { itemId, responseId } from '../../wire/openai-responses.ts'
import type { Asked, Attendant, Exchange, Incoming, Prepared } from '../exchange.ts'
import type { Gateway } from '../gateway.ts'
import type { Options } from '../options.ts'
import { exchangeHeaders } from '../reply-headers.ts'
import { renderContext } from '../rewriting.ts'
import { serve } from '../serve.ts'
import { BackgroundRun } from './background-run.ts'
import { type History, itemsFor, outputIds, readHistory } from './history.ts'
import { ResponseReply } from './response-reply.ts'
import type { Responses } from './responses.ts'

/**
 * `POST /v1/responses`: the straight line, and beside it what this API alone has. A request may go on from an answer
 * that was kept, its own answer may be kept, and it may be answered while its caller is away.
 */
export async function createResponse(incoming: Incoming, gateway: Gateway): Promise<void> {
  const reply = new ResponseReply(incoming.reply)
  const attendant = new ResponseAttendant(reply, incoming, gateway.responses)
  await serve({ ...incoming, reply, attendant }, gateway)
  attendant.left()
}

class ResponseAttendant implements Attendant {
  readonly #reply: ResponseReply
  readonly #incoming: Incoming
  readonly #responses: Responses
  #history: History | null = null
  #giveUpPlace: (() => void) | null = null

  constructor(reply: ResponseReply, incoming: Incoming, responses: Responses) {
    this.#reply = reply
    this.#incoming = incoming
    this.#responses = responses
  }

  async prepare(exchange: Exchange, body: JsonObject, options: Options): Promise<Prepared> {
    const isBackground = body.background === true
    const isKept = isKeepable(exchange, body, options)
    if (isBackground && !isKept)
      throw wrongField('background', 'needs store: an answer that is not kept cannot be come back for')
    const history = await readHistory(body, keyIdOf(exchange), this.#responses)
    this.#history = history
    if (isBackground) this.#giveUpPlace = this.#responses.reserve()
    else if (isKept) this.#keep(exchange, body, history)
    const input = history.isRewritten ? { input: history.items.map(({ item }) => item) } : {}
    return {
      body: { ...body, ...input, ...(isBackground ? { stream: true } : {}) },
      edits: (target) => ({
        ...(history.isRewritten
          ? { input: itemsFor(history.items, target.id), previous_response_id: undefined }
          : {}),
        // What is kept is kept here, and what goes on in the background does so here.
        ...(isBackground ? { background: undefined, stream: true } : {}),
      }),
    }
  }

  async admitted(exchange: Exchange, { body, request }: Asked): Promise<void> {
    if (this.#giveUpPlace === null || this.#history === null) return
    const { dialect, reply } = this.#incoming
    const name = nameOf(exchange)
    const pending = { ...dialect.renderPending?.(renderContext(exchange, request)), id: name.id }
    const store = (response: JsonObject, status: ResponseStatus) =>
      this.#store(exchange, this.#history, previousOf(body), response, status)
    await store(pending, 'queued')
    const run = new BackgroundRun(name, pending, (response, status) => {
      void this.#saved(store(response, status), exchange).then(() => this.#responses.ended(run))
      this.#reply.over()
    })
    this.#responses.began(run)
    this.left()
    this.#reply.toBackground(run)
    if (body.stream === true) return run.follow(reply, -1)
    const headers = { 'content-type': 'application/json', ...exchangeHeaders(exchange) }
    reply.send(200, headers, Buffer.from(JSON.stringify(pending)))
  }

  /** The place is taken by now, or not needed. */
  left(): void {
    this.#giveUpPlace?.()
    this.#giveUpPlace = null
  }

  #keep(exchange: Exchange, body: JsonObject, history: History): void {
    const previousId = previousOf(body)
    this.#reply.keep({
      id: nameOf(exchange).id,
      previousId,
      save: (response) => {
        const status = response.status as ResponseStatus // Of those that end a response, by whoever wrote it.
        return this.#saved(this.#store(exchange, history, previousId, response, status), exchange)
      },
    })
  }

  /** An answer that is paid for is not withheld because it cannot be kept; but it will be missed. */
  async #saved(storing: Promise<void>, { id }: Exchange): Promise<void> {
    try {
      await storing
    } catch (error) {
      this.#responses.log.warn('A response could not be kept for its caller.', { id, error })
    }
  }

  async #store(
    exchange: Exchange,
    history: History | null,
    previousId: string | null,
    response: JsonObject,
    status: ResponseStatus,
  ): Promise<void> {
    const stored: StoredResponse = {
      ...nameOf(exchange),
      createdAtMs: exchange.timeMs,
      touchedAtMs: this.#responses.clock.now(),
      status,
      previousId,
      target: exchange.attempts.findLast(({ code }) => code === null)?.target ?? null,
      input: JSON.stringify((history?.own ?? []).map((item, place) => namedItem(item, exchange, place))),
      response: JSON.stringify(response),
    }
    await this.#responses.store.responses('put', stored, outputIds(response))
  }
}

/** `store` is the caller's wish, `no-store` his gateway's; and an operator may keep none at all. */
function isKeepable({ snapshot }: Exchange, { store }: JsonObject, { noStore }: Options): boolean {
  return store !== false && !noStore && snapshot.config.storage.retention.responsesMs > 0
}

function previousOf({ previous_response_id: id }: JsonObject): string | null {
  return typeof id === 'string' ? id : null
}

function nameOf(exchange: Exchange): ResponseName {
  return { keyId: keyIdOf(exchange), id: responseId(exchange.id) }
}

function keyIdOf({ caller }: Exchange): string {
  if (caller === null) throw new GatewayError('key_missing', 'No API key was sent.')
  return caller.keyId
}

/** Items are listed by their names; few callers give them any. */
function namedItem(item: JsonObject, exchange: Exchange, place: number): JsonObject {
  const type = typeof item.type === 'string' ? item.type : 'message'
  if (typeof item.id === 'string') return { ...item, type }
  return { id: itemId(PREFIXES[type] ?? 'item', exchange.id, `in${place}`), ...item, type }
}

const PREFIXES: Readonly<Record<string, string>> = {
  message: 'msg',
  reasoning: 'rs',
  function_call: 'fc',
  function_call_output: 'fco',
  custom_tool_call: 'ctc',
  custom_tool_call_output: 'ctco',
}
