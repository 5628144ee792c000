import type { StreamRenderer } from '../core/dialect.ts'
import type { DecodeContext, Provider, StreamDecoder } from '../core/provider.ts'
import type { Target } from '../routing/target.ts'
import { readBlock } from '../wire/sse.ts'
import { canonicalLane } from './canonical-lane.ts'
import { type Continuation, continuing, Splice } from './continuation.ts'
import type { Asked, Exchange } from './exchange.ts'
import type { Lane, LaneSources, Pass, Passed } from './lane.ts'
import { renderContext } from './rewriting.ts'

/**
 * Goes on with an answer that has broken off. Always written anew, whatever lane it came by until then: the renderer is
 * first told all that the caller has got already, and so stands where that answer stands.
 */
export function continuingLane(
  exchange: Exchange,
  asked: Asked,
  target: Target,
  sources: LaneSources,
  continuation: Continuation,
): Lane {
  const { provider } = target
  const request = continuing(asked.request, continuation.transcript)
  const lane = canonicalLane(exchange, { ...asked, request }, target, sources)
  return {
    ...lane,
    createPass: () => {
      const renderer = exchange.incoming.dialect.createRenderer(renderContext(exchange, asked.request))
      for (const event of continuation.transcript.events()) renderer.push(event)
      return new ContinuingPass(provider, lane.decode, renderer, new Splice(continuation))
    },
  }
}

class ContinuingPass implements Pass {
  readonly #read: typeof readBlock
  readonly #decoder: StreamDecoder
  readonly #renderer: StreamRenderer
  readonly #splice: Splice

  constructor(provider: Provider, decode: DecodeContext, renderer: StreamRenderer, splice: Splice) {
    this.#read = provider.framing?.read ?? readBlock
    this.#decoder = provider.createDecoder(decode)
    this.#renderer = renderer
    this.#splice = splice
  }

  push(block: Buffer): Passed {
    const frame = this.#read(block)
    return frame === null ? { events: [], output: null } : this.#render(this.#decoder.step(frame))
  }

  end(): Passed {
    return this.#render(this.#decoder.end())
  }

  #render(events: Passed['events']): Passed {
    const shown = events.flatMap((event) => this.#splice.push(event))
    let text = ''
    for (const event of shown) {
      // The gateway writes errors itself, with the attempts that led to them.
      if (event.type !== 'error') text += this.#renderer.push(event)
    }
    return { events, shown, output: text === '' ? null : Buffer.from(text) }
  }
}
