import { readBlock } from '../wire/sse.ts'
import { collect } from '../core/collect.ts'
import type { RenderContext, StreamRenderer } from '../core/dialect.ts'
import type { ChatEvent } from '../core/event.ts'
import type { ChatRequest } from '../core/request.ts'
import type { DecodeContext, StreamDecoder } from '../core/provider.ts'
import type { Target } from '../routing/target.ts'
import { editBody } from '../wire/edit-body.ts'
import type { Asked, Exchange } from './exchange.ts'

/**
 * How a request and its answer pass between one caller and one target.
 *
 * Native: both speak the same format, so bytes pass untouched but for the edits that the provider names. Canonical:
 * everything is written anew from the canonical form. Both read the answer with the provider's decoder.
 */
export interface Lane {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
  readonly dropped: readonly string[]
  readonly decode: DecodeContext
  /** The whole answer for the caller. `bytes` is what the provider sent. */
  whole(bytes: Buffer, events: readonly ChatEvent[]): Buffer
  /** The same where the provider's bytes are in the other of the two forms, and have to be written anew. */
  render(events: readonly ChatEvent[]): Buffer
  renderStream(events: readonly ChatEvent[]): Buffer
  /** A fresh pass for one streamed answer. */
  createPass(): Pass
}

/** One piece of a stream on its way through: what it means, and what the caller gets for it. */
export interface Passed {
  readonly events: readonly ChatEvent[]
  readonly output: Buffer | null
}

export interface Pass {
  /** One server-sent event, with its framing. */
  push(block: Buffer): Passed
  /** The provider's bytes have ended. */
  end(): Passed
}

export function openLane(
  exchange: Exchange,
  asked: Asked,
  target: Target,
  newId: DecodeContext['newId'],
): Lane {
  const isNative = target.provider.wire === exchange.incoming.dialect.wire
  return isNative
    ? nativeLane(exchange, asked, target, { newId })
    : canonicalLane(exchange, asked, target, newId)
}

function encodeTarget(target: Target) {
  return {
    model: target.model,
    maxOutputTokens: target.offer?.maxOutputTokens ?? null,
    reasons: target.offer?.reasons ?? null,
  }
}

function nativeLane(exchange: Exchange, asked: Asked, target: Target, decode: DecodeContext): Lane {
  const { provider } = target
  const edits: Record<string, unknown> = { ...provider.nativeEdits(asked.request, encodeTarget(target)) }
  if ('portolan' in asked.body) edits.portolan = undefined
  return {
    body: editBody(asked.bytes, asked.body, edits),
    headers: forwarded(exchange, target),
    dropped: [],
    decode,
    ...rewriting(exchange, asked.request),
    whole: (bytes) => bytes,
    createPass: () => new NativePass(provider.createDecoder(decode), exchange, asked, target),
  }
}

/** Headers by which the caller speaks to the provider itself, such as Anthropic's `anthropic-beta`. */
function forwarded({ incoming }: Exchange, { provider }: Target): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of provider.nativeHeaders ?? []) {
    const value = incoming.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  return headers
}

class NativePass implements Pass {
  readonly #decoder: StreamDecoder
  readonly #hidesUsage: boolean
  readonly #target: Target
  readonly #terminator: string

  constructor(decoder: StreamDecoder, exchange: Exchange, asked: Asked, target: Target) {
    this.#decoder = decoder
    this.#hidesUsage = !asked.request.includeUsage
    this.#target = target
    this.#terminator = exchange.incoming.dialect.terminator
  }

  push(block: Buffer): Passed {
    const frame = readBlock(block)
    if (frame === null) return { events: [], output: block }
    const events = this.#decoder.step(frame)
    const isHidden = this.#hidesUsage && this.#target.provider.isUsageReport?.(frame) === true
    return { events, output: isHidden ? null : block }
  }

  end(): Passed {
    const events = this.#decoder.end()
    const isFinished = events.some(({ type }) => type === 'finish')
    return { events, output: isFinished && this.#terminator !== '' ? Buffer.from(this.#terminator) : null }
  }
}

function canonicalLane(
  exchange: Exchange,
  { request }: Asked,
  target: Target,
  newId: DecodeContext['newId'],
): Lane {
  const { provider } = target
  const encoded = provider.encode(request, encodeTarget(target))
  const decode = encoded.toolNames === undefined ? { newId } : { newId, toolNames: encoded.toolNames }
  const written = rewriting(exchange, request)
  return {
    body: Buffer.from(JSON.stringify(encoded.body)),
    headers: encoded.headers ?? {},
    dropped: encoded.dropped,
    decode,
    ...written,
    whole: (_, events) => written.render(events),
    createPass: () =>
      new CanonicalPass(
        provider.createDecoder(decode),
        exchange.incoming.dialect.createRenderer(renderContext(exchange, request)),
      ),
  }
}

function rewriting(exchange: Exchange, request: ChatRequest): Pick<Lane, 'render' | 'renderStream'> {
  const { dialect } = exchange.incoming
  const context = renderContext(exchange, request)
  return {
    render: (events) => Buffer.from(JSON.stringify(dialect.renderCompletion(collect(events), context))),
    renderStream: (events) => {
      const renderer = dialect.createRenderer(context)
      return Buffer.from(events.map((event) => renderer.push(event)).join(''))
    },
  }
}

function renderContext(exchange: Exchange, request: ChatRequest): RenderContext {
  return {
    exchangeId: exchange.id,
    createdMs: exchange.timeMs,
    requestedModel: request.model,
    choices: request.sampling.n ?? 1,
    includeUsage: request.includeUsage,
    excludeReasoning: request.reasoning?.exclude ?? false,
  }
}

class CanonicalPass implements Pass {
  readonly #decoder: StreamDecoder
  readonly #renderer: StreamRenderer

  constructor(decoder: StreamDecoder, renderer: StreamRenderer) {
    this.#decoder = decoder
    this.#renderer = renderer
  }

  push(block: Buffer): Passed {
    const frame = readBlock(block)
    return frame === null ? NOTHING : this.#render(this.#decoder.step(frame))
  }

  end(): Passed {
    return this.#render(this.#decoder.end())
  }

  #render(events: readonly ChatEvent[]): Passed {
    let text = ''
    // The gateway writes errors itself, with the attempts that led to them.
    for (const event of events) if (event.type !== 'error') text += this.#renderer.push(event)
    return { events, output: text === '' ? null : Buffer.from(text) }
  }
}

const NOTHING: Passed = Object.freeze({ events: [], output: null })
