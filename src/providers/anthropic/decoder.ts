import type { ChatEvent, ErrorEvent } from '../../core/event.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../../core/json.ts'
import type { DecodeContext, SseFrame, StreamDecoder } from '../../core/provider.ts'
import { errorCode } from '../../wire/anthropic-error.ts'
import { readStopReason } from '../../wire/anthropic-stop-reason.ts'
import { otherUsage, readUsage } from '../../wire/anthropic-usage.ts'
import { OpenBlock } from './open-block.ts'

/**
 * https://platform.claude.com/docs/en/build-with-claude/streaming
 *
 * Only `message_stop` ends an answer. What is tolerated: a `message_start` that comes again or already holds blocks,
 * blocks that begin without a start or under an index still open, events of unknown types.
 */
export class AnthropicDecoder implements StreamDecoder {
  readonly #context: DecodeContext
  readonly #open = new Map<number, OpenBlock>()
  readonly #callIds = new Set<string>()
  #parts = 0
  #hasStarted = false
  #isOver = false
  /** Each report replaces the figures it names: they are totals. */
  #usage: JsonObject = {}
  #stopReason: string | null = null
  #stopSequence: string | null = null
  #extras: JsonObject = {}

  constructor(context: DecodeContext) {
    this.#context = context
  }

  step(frame: SseFrame): readonly ChatEvent[] {
    if (this.#isOver || frame.data === '[DONE]') return []
    const event = parseJsonObject(frame.data)
    return event === null ? this.#fail(UNREADABLE) : this.read(event)
  }

  end(): readonly ChatEvent[] {
    return this.#isOver ? [] : this.#fail(INTERRUPTED)
  }

  read(event: JsonObject): readonly ChatEvent[] {
    switch (event.type) {
      case 'message_start':
        return this.#onStart(objectOr(event.message))
      case 'content_block_start':
        return [...this.#started(), ...this.#onBlock(indexOf(event), objectOr(event.content_block))]
      case 'content_block_delta':
        return [...this.#started(), ...this.#onDelta(indexOf(event), objectOr(event.delta))]
      case 'content_block_stop':
        return this.#onBlockStop(indexOf(event))
      case 'message_delta':
        return [...this.#started(), ...this.#onMessageDelta(event)]
      case 'message_stop':
        return [...this.#started(), ...this.#onStop()]
      case 'ping':
        return [{ type: 'ping' }]
      case 'error':
        return this.#fail(failure(objectOr(event.error)))
      default:
        return []
    }
  }

  #onStart(message: JsonObject): ChatEvent[] {
    const { id, model, content, usage, stop_reason, stop_sequence, type: _, role: __, ...rest } = message
    const blocks = this.#hasStarted ? [] : objectsOf(content)
    this.#stopReason = stringOr(stop_reason)
    this.#stopSequence = stringOr(stop_sequence)
    this.#keep(rest)
    return [
      ...this.#started(stringOr(id) ?? '', stringOr(model) ?? ''),
      ...this.#onUsage(usage),
      // Whole already; their index is never spoken of again, and any below 0 is free.
      ...blocks.flatMap((block) => [...this.#onBlock(-1, block), ...this.#onBlockStop(-1)]),
    ]
  }

  #started(id = '', model = ''): ChatEvent[] {
    if (this.#hasStarted) return []
    this.#hasStarted = true
    return [{ type: 'start', id, model }]
  }

  #onBlock(index: number, block: JsonObject): ChatEvent[] {
    const closing = this.#onBlockStop(index)
    const open = new OpenBlock(this.#parts++, block)
    this.#open.set(index, open)
    return [...closing, ...open.start(this.#context, block.type === 'tool_use' ? this.#callId(block.id) : '')]
  }

  #callId(sent: JsonValue | undefined): string {
    const isUsable = typeof sent === 'string' && sent !== '' && !this.#callIds.has(sent)
    const id = isUsable ? sent : this.#context.newId('toolu')
    this.#callIds.add(id)
    return id
  }

  #onDelta(index: number, delta: JsonObject): ChatEvent[] {
    const block = this.#open.get(index)
    if (block !== undefined) return block.delta(delta)
    const type = delta.type === 'thinking_delta' ? 'thinking' : 'text'
    return [...this.#onBlock(index, { type }), ...(this.#open.get(index)?.delta(delta) ?? [])]
  }

  #onBlockStop(index: number): ChatEvent[] {
    const block = this.#open.get(index)
    this.#open.delete(index)
    return block?.end() ?? []
  }

  #onMessageDelta(event: JsonObject): ChatEvent[] {
    const { delta, usage, type: _, ...rest } = event
    const { stop_reason, stop_sequence, ...fields } = objectOr(delta)
    this.#stopReason = stringOr(stop_reason) ?? this.#stopReason
    this.#stopSequence = stringOr(stop_sequence) ?? this.#stopSequence
    this.#keep({ ...fields, ...rest })
    return this.#onUsage(usage)
  }

  #onUsage(usage: JsonValue | undefined): ChatEvent[] {
    if (!isJsonObject(usage)) return []
    this.#usage = { ...this.#usage, ...withoutNulls(usage) }
    return [{ type: 'usage', usage: readUsage(this.#usage) }]
  }

  #onStop(): ChatEvent[] {
    this.#isOver = true
    const parts = [...this.#open.values()].flatMap((block) => block.end())
    const usage = otherUsage(this.#usage)
    const extras = { ...this.#extras, ...(Object.keys(usage).length === 0 ? {} : { usage }) }
    const finish: ChatEvent = {
      type: 'finish',
      choice: 0,
      reason: readStopReason(this.#stopReason),
      raw: this.#stopReason,
      ...(this.#stopSequence === null ? {} : { stopSequence: this.#stopSequence }),
      ...(Object.keys(extras).length === 0 ? {} : { extras: { 'anthropic-messages': extras } }),
    }
    return [...parts, finish]
  }

  #fail(error: ErrorEvent): ChatEvent[] {
    if (this.#isOver) return []
    this.#isOver = true
    return [...[...this.#open.values()].map((block) => block.abandon()), error]
  }

  /** Fields of the answer that the canonical form has no word for. */
  #keep(fields: JsonObject): void {
    this.#extras = { ...this.#extras, ...withoutNulls(fields) }
  }
}

const UNREADABLE: ErrorEvent = {
  type: 'error',
  code: 'provider_invalid_reply',
  message: 'The provider sent an event that is not JSON.',
}

const INTERRUPTED: ErrorEvent = {
  type: 'error',
  code: 'stream_interrupted',
  message: 'The provider stopped before the answer was complete.',
}

/** The provider's own words stay out: they may name hosts and keys. */
function failure(error: JsonObject): ErrorEvent {
  const type = stringOr(error.type)
  const code = errorCode(type, stringOr(error.message)) ?? 'provider_error'
  const message = 'The provider reported an error in its answer.'
  return { type: 'error', code, message, ...(type === null ? {} : { providerCode: type }) }
}

function indexOf({ index }: JsonObject): number {
  return typeof index === 'number' ? index : 0
}

function objectOr(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

function objectsOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

function stringOr(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null))
}
