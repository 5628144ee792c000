import type { ChatEvent } from '../../core/event.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../../core/json.ts'
import type { DecodeContext, SseFrame, StreamDecoder } from '../../core/provider.ts'
import { AnthropicDecoder } from '../anthropic/decoder.ts'
import { decodeBody as decodeMessage } from '../anthropic/decode-body.ts'
import { codeOf } from './classify.ts'
import { isSecretive } from './secretive.ts'
import { readBlock, readCitationBlock, readRedacted } from './read-block.ts'
import { readFinish } from './stop-reason.ts'
import { readTokens } from './tokens.ts'

/**
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
 *
 *   messageStart ([contentBlockStart] contentBlockDelta* contentBlockStop)* messageStop metadata
 *
 * Converse is Anthropic's format in other words, so each event becomes the one of Anthropic's that says the same. Only
 * `metadata`, with the usage, comes behind the end; without it the end of the bytes is the end of the answer.
 */
export class ConverseDecoder implements StreamDecoder {
  readonly #inner: AnthropicDecoder
  readonly #open = new Set<number>()
  #hasStopped = false
  #isOver = false

  constructor(context: DecodeContext) {
    this.#inner = new AnthropicDecoder(context)
  }

  step({ event, data }: SseFrame): readonly ChatEvent[] {
    if (this.#isOver) return []
    const body = parseJsonObject(data)
    if (body === null) return this.#told(this.#inner.step({ event, data }))
    if (isException(event)) return this.#told([...this.#inner.read({ type: 'error' })], event, body)
    if (event === 'metadata') return this.#onMetadata(body)
    return this.#told(this.#translated(event, body).flatMap((each) => this.#inner.read(each)))
  }

  end(): readonly ChatEvent[] {
    if (this.#isOver) return []
    return this.#told(this.#hasStopped ? this.#inner.read({ type: 'message_stop' }) : this.#inner.end())
  }

  #onMetadata({ usage }: JsonObject): readonly ChatEvent[] {
    const counted = this.#inner.read({ type: 'message_delta', delta: {}, usage: readTokens(usage) })
    return this.#told(
      this.#hasStopped ? [...counted, ...this.#inner.read({ type: 'message_stop' })] : counted,
    )
  }

  #translated(event: string, body: JsonObject): readonly JsonObject[] {
    const index = typeof body.contentBlockIndex === 'number' ? body.contentBlockIndex : 0
    switch (event) {
      case 'messageStart':
        return [{ type: 'message_start', message: { id: '', model: '' } }]
      case 'contentBlockStart':
        return this.#begun(index, readBlock(objectOr(body.start)))
      case 'contentBlockDelta':
        return this.#delta(index, objectOr(body.delta))
      case 'contentBlockStop':
        this.#open.delete(index)
        return [{ type: 'content_block_stop', index }]
      case 'messageStop':
        this.#hasStopped = true
        return [{ type: 'message_delta', delta: { stop_reason: body.stopReason ?? null } }]
      default:
        return []
    }
  }

  /** Of most blocks nothing tells the beginning but their first piece. */
  #delta(index: number, delta: JsonObject): readonly JsonObject[] {
    const piece = (fields: JsonObject): JsonObject => ({ type: 'content_block_delta', index, delta: fields })
    const { text, toolUse, reasoningContent, citation } = delta
    if (typeof text === 'string')
      return [...this.#begun(index, { type: 'text' }), piece({ type: 'text_delta', text })]
    if (isJsonObject(toolUse)) return [piece({ type: 'input_json_delta', partial_json: toolUse.input ?? '' })]
    if (isJsonObject(citation))
      return [
        ...this.#begun(index, { type: 'text' }),
        piece({ type: 'citations_delta', citation: readCitationBlock(citation) }),
      ]
    if (!isJsonObject(reasoningContent)) return []
    const { redactedContent, signature } = reasoningContent
    if (typeof redactedContent === 'string') return this.#begun(index, readRedacted(redactedContent))
    const thought: JsonObject =
      signature === undefined
        ? { type: 'thinking_delta', thinking: reasoningContent.text ?? '' }
        : { type: 'signature_delta', signature }
    return [...this.#begun(index, { type: 'thinking' }), piece(thought)]
  }

  #begun(index: number, block: JsonObject | null): readonly JsonObject[] {
    if (block === null || this.#open.has(index)) return []
    this.#open.add(index)
    return [{ type: 'content_block_start', index, content_block: block }]
  }

  #told(events: readonly ChatEvent[], exception?: string, body: JsonObject = {}): readonly ChatEvent[] {
    return events.map((event): ChatEvent => {
      if (event.type === 'finish') {
        this.#isOver = true
        return readFinish(event)
      }
      if (event.type !== 'error') return event
      this.#isOver = true
      return exception === undefined ? event : failure(exception, body)
    })
  }
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export function decodeBody(body: JsonObject, context: DecodeContext): readonly ChatEvent[] {
  const { content } = objectOr(objectOr(body.output).message)
  const message: JsonObject = {
    type: 'message',
    id: '',
    model: '',
    stop_reason: body.stopReason ?? null,
    usage: readTokens(body.usage),
    ...(Array.isArray(content)
      ? { content: content.map((block) => readBlock(objectOr(block))).filter((block) => block !== null) }
      : {}),
  }
  return decodeMessage(message, context).map((event) => (event.type === 'finish' ? readFinish(event) : event))
}

function isException(event: string): boolean {
  return /(?:exception|error)$/i.test(event)
}

function failure(exception: string, body: JsonObject): ChatEvent {
  const said = typeof body.message === 'string' && body.message !== '' ? body.message : null
  const message = said === null || isSecretive(said) ? 'The provider reported an error in its answer.' : said
  return { type: 'error', code: codeOf(exception, said, null), message, providerCode: exception }
}

function objectOr(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}
