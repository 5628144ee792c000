import type { RenderContext, StreamRenderer } from '../../core/dialect.ts'
import { GatewayError } from '../../core/error.ts'
import type {
  ChatEvent,
  FinishEvent,
  PartDataEvent,
  PartDeltaEvent,
  PartEndEvent,
  PartStartEvent,
  StartEvent,
} from '../../core/event.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Usage } from '../../core/usage.ts'
import { writeStopReason } from '../../wire/anthropic-stop-reason.ts'
import { sseFrame } from '../../wire/sse.ts'
import { BlockWriter } from './block-writer.ts'
import { finishExtras, messageHead, renderUsage } from './render-completion.ts'
import { renderStreamError } from './render-error.ts'

type PartEvent = PartStartEvent | PartDeltaEvent | PartDataEvent | PartEndEvent

/**
 * https://platform.claude.com/docs/en/build-with-claude/streaming
 *
 * Anthropic's blocks come strictly one after another, canonical parts may interleave. The part that started first is
 * written at once; what comes for the others waits until it ends.
 *
 *   parts    0 start · 1 start · 0 delta · 1 delta · 0 end · 1 delta · 1 end
 *   written  0 start           · 0 delta           · 0 end, 1 start, 1 delta · 1 delta · 1 end
 */
export class AnthropicStreamRenderer implements StreamRenderer {
  readonly #context: RenderContext
  readonly #blocks: BlockWriter
  /** Held until the next event, which may bring the usage that `message_start` should tell. */
  #start: StartEvent | null = null
  #usage: Usage | null = null
  #active: number | null = null
  /** By part, in order of their start. */
  readonly #waiting = new Map<number, PartEvent[]>()
  #finish: FinishEvent | null = null
  #finished = 0
  #isOver = false

  constructor(context: RenderContext) {
    this.#context = context
    this.#blocks = new BlockWriter(context.excludeReasoning)
  }

  push(event: ChatEvent): string {
    if (this.#isOver) return ''
    switch (event.type) {
      case 'start':
        this.#start = event
        return ''
      case 'usage':
        this.#usage = event.usage
        return this.#opening()
      case 'ping':
        return this.#opening() + frame({ type: 'ping' })
      case 'error': {
        this.#isOver = true
        const details = event.providerCode === undefined ? {} : { providerCode: event.providerCode }
        const error = new GatewayError(event.code, event.message, details)
        return this.#opening() + renderStreamError(error, this.#context.exchangeId)
      }
      case 'finish':
        return this.#opening() + this.#onFinish(event)
      case 'part-start':
      case 'part-delta':
      case 'part-data':
      case 'part-end':
        return event.choice === 0 ? this.#opening() + this.#onPart(event) : ''
    }
  }

  #opening(): string {
    if (this.#start === null) return ''
    const { id, model } = this.#start
    this.#start = null
    const message = {
      ...messageHead(id, model, this.#context),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: renderUsage(this.#usage, null),
    }
    return frame({ type: 'message_start', message })
  }

  #onPart(event: PartEvent): string {
    if (this.#active === null && event.type === 'part-start') this.#active = event.index
    if (event.index !== this.#active) {
      if (event.type === 'part-start') this.#waiting.set(event.index, [])
      this.#waiting.get(event.index)?.push(event)
      return ''
    }
    const written = this.#write(event)
    return event.type === 'part-end' ? written + this.#next() : written
  }

  #write(event: PartEvent): string {
    return this.#blocks.push(event).map(frame).join('')
  }

  /** Writes what has waited: whole parts that have ended meanwhile, and all there is of the first that has not. */
  #next(): string {
    let written = ''
    this.#active = null
    for (const [index, events] of this.#waiting) {
      this.#waiting.delete(index)
      written += events.map((event) => this.#write(event)).join('')
      if (events.at(-1)?.type !== 'part-end') {
        this.#active = index
        break
      }
    }
    return written
  }

  #onFinish(event: FinishEvent): string {
    if (event.choice === 0) this.#finish = event
    this.#finished++
    if (this.#finished < this.#context.choices || this.#finish === null) return ''
    this.#isOver = true
    const { usage: _, container, stop_details, ...own } = finishExtras(this.#finish)
    const delta = {
      stop_reason: writeStopReason(this.#finish),
      stop_sequence: this.#finish.stopSequence ?? null,
      ...(container === undefined ? {} : { container }),
      ...(stop_details === undefined ? {} : { stop_details }),
    }
    const usage = renderUsage(this.#usage, this.#finish)
    return frame({ type: 'message_delta', delta, usage, ...own }) + frame({ type: 'message_stop' })
  }
}

function frame(event: JsonObject & { readonly type: string }): string {
  return sseFrame(JSON.stringify(event), event.type)
}
