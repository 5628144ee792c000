import { collect, Collector, type Completion } from '../core/collect.ts'
import type { StreamRenderer } from '../core/dialect.ts'
import type { ChatEvent } from '../core/event.ts'
import type { DecodeContext, Provider, StreamDecoder } from '../core/provider.ts'
import type { Target } from '../routing/target.ts'
import { readBlock } from '../wire/sse.ts'
import type { Asked, Exchange } from './exchange.ts'
import type { Lane, LaneSources, Pass, Passed } from './lane.ts'
import { encodeTarget, renderContext, rewriting } from './rewriting.ts'

/** The sides speak different formats: everything is written anew from the canonical form. */
export function canonicalLane(
  exchange: Exchange,
  { request }: Asked,
  target: Target,
  { newId, vault }: LaneSources,
): Lane {
  const { provider } = target
  const scope = exchange.caller?.keyId ?? ''
  const encoded = provider.encode(vault.restore(scope, request), encodeTarget(target))
  const decode = encoded.toolNames === undefined ? { newId } : { newId, toolNames: encoded.toolNames }
  const written = rewriting(exchange, request)
  const remember = ({ choices }: Completion) => vault.remember(scope, choices[0]?.parts ?? [])
  return {
    body: Buffer.from(JSON.stringify(encoded.body)),
    headers: encoded.headers ?? {},
    dropped: encoded.dropped,
    decode,
    ...written,
    whole: (_, events) => {
      if (request.tools.length > 0) remember(collect(events))
      return written.render(events)
    },
    createPass: () =>
      new CanonicalPass(
        provider,
        decode,
        exchange.incoming.dialect.createRenderer(renderContext(exchange, request)),
        request.tools.length > 0 ? remember : null,
      ),
  }
}

/** Gets the answer when it has finished. Null where it can hold nothing to keep for the next turn. */
type Remember = (completion: Completion) => void

class CanonicalPass implements Pass {
  readonly #read: typeof readBlock
  readonly #decoder: StreamDecoder
  readonly #renderer: StreamRenderer
  readonly #remember: Remember | null
  readonly #collector = new Collector()

  constructor(
    provider: Provider,
    decode: DecodeContext,
    renderer: StreamRenderer,
    remember: Remember | null,
  ) {
    this.#read = provider.framing?.read ?? readBlock
    this.#decoder = provider.createDecoder(decode)
    this.#renderer = renderer
    this.#remember = remember
  }

  push(block: Buffer): Passed {
    const frame = this.#read(block)
    return frame === null ? NOTHING : this.#render(this.#decoder.step(frame))
  }

  end(): Passed {
    return this.#render(this.#decoder.end())
  }

  #render(events: readonly ChatEvent[]): Passed {
    let text = ''
    let isFinished = false
    for (const event of events) {
      // The gateway writes errors itself, with the attempts that led to them.
      if (event.type === 'error') continue
      text += this.#renderer.push(event)
      isFinished ||= event.type === 'finish'
      if (this.#remember !== null) this.#collector.push(event)
    }
    if (isFinished) this.#remember?.(this.#collector.completion())
    return { events, output: text === '' ? null : Buffer.from(text) }
  }
}

const NOTHING: Passed = Object.freeze({ events: [], output: null })
