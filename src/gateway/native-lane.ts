import type { DecodeContext, StreamDecoder } from '../core/provider.ts'
import type { Target } from '../routing/target.ts'
import { editBody } from '../wire/edit-body.ts'
import { readBlock } from '../wire/sse.ts'
import type { Asked, Exchange } from './exchange.ts'
import type { Lane, LaneSources, Pass, Passed } from './lane.ts'
import { encodeTarget, rewriting } from './rewriting.ts'

/** Both sides speak one format: bytes pass, but for the edits that the provider names. */
export function nativeLane(exchange: Exchange, asked: Asked, target: Target, { newId }: LaneSources): Lane {
  const { provider } = target
  const decode: DecodeContext = { newId }
  const edits: Record<string, unknown> = { ...provider.nativeEdits(asked.request, encodeTarget(target)) }
  for (const name of asked.routing.own) edits[name] = undefined
  if (asked.edits !== undefined) Object.assign(edits, asked.edits(target))
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
