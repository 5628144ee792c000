import { collect } from '../core/collect.ts'
import type { RenderContext } from '../core/dialect.ts'
import type { EncodeTarget } from '../core/provider.ts'
import type { ChatRequest } from '../core/request.ts'
import type { Target } from '../routing/target.ts'
import type { Exchange } from './exchange.ts'
import type { Lane } from './lane.ts'

/** Answers written anew in the caller's dialect. */
export function rewriting(exchange: Exchange, request: ChatRequest): Pick<Lane, 'render' | 'renderStream'> {
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

export function renderContext(exchange: Exchange, request: ChatRequest): RenderContext {
  return {
    exchangeId: exchange.id,
    createdMs: exchange.timeMs,
    requestedModel: request.model,
    choices: request.sampling.n ?? 1,
    includeUsage: request.includeUsage,
    excludeReasoning: request.reasoning?.exclude ?? request.hidesReasoning ?? false,
    echo: request.echo,
  }
}

/** What is known of a target when a request is written for it. */
export function encodeTarget({ model, offer }: Target): EncodeTarget {
  return { model, maxOutputTokens: offer?.maxOutputTokens ?? null, reasons: offer?.reasons ?? null }
}
