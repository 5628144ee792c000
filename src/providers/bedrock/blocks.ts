import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import { safeName } from '../../wire/safe-name.ts'
import { isClaude, isNova } from './model.ts'
import { WRITTEN } from './media.ts'

/** Anthropic's content blocks as Converse's. What it has no block for is left out and named in `dropped`. */
export class BlockWriter {
  readonly dropped = new Set<string>()
  /** Names on the wire to those that were too long. */
  readonly toolNames = new Map<string, string>()
  readonly #takesMarks: boolean

  constructor(model: string) {
    this.#takesMarks = isClaude(model) || isNova(model)
  }

  all(content: JsonValue | undefined): JsonObject[] {
    if (typeof content === 'string') return content.trim() === '' ? [] : [{ text: content }]
    if (!Array.isArray(content)) return []
    return content.filter(isJsonObject).flatMap((block) => {
      const written = this.#block(block)
      return written === null ? [] : [written, ...this.mark(block.cache_control)]
    })
  }

  /** A point of its own, behind what is to be kept. */
  mark(control: JsonValue | undefined): JsonObject[] {
    if (!isJsonObject(control)) return []
    if (!this.#takesMarks) {
      this.dropped.add('cacheMarks')
      return []
    }
    return [{ cachePoint: { type: 'default', ...(control.ttl === undefined ? {} : { ttl: control.ttl }) } }]
  }

  name(name: JsonValue | undefined): string {
    const wanted = typeof name === 'string' ? name : ''
    const written = safeName(wanted, NAMES)
    if (written !== wanted) this.toolNames.set(written, wanted)
    return written
  }

  #block(block: JsonObject): JsonObject | null {
    switch (block.type) {
      case WRITTEN:
        return isJsonObject(block.block) ? block.block : null
      case 'text':
        return typeof block.text === 'string' && block.text.trim() !== '' ? { text: block.text } : null
      case 'thinking': {
        const { thinking, signature } = block
        return { reasoningContent: { reasoningText: { text: thinking ?? '', signature } } }
      }
      case 'redacted_thinking': {
        const bytes = Buffer.from(typeof block.data === 'string' ? block.data : '', 'latin1')
        return { reasoningContent: { redactedContent: bytes.toString('base64') } }
      }
      case 'tool_use':
        return {
          toolUse: { toolUseId: callId(block.id), name: this.name(block.name), input: block.input ?? {} },
        }
      case 'tool_result':
        return {
          toolResult: {
            toolUseId: callId(block.tool_use_id),
            content: this.all(block.content),
            ...(block.is_error === true ? { status: 'error' } : {}),
          },
        }
      case 'image':
      case 'document':
        this.dropped.add(block.type === 'image' ? 'image' : 'file')
        return null
      default:
        this.dropped.add('opaque')
        return null
    }
  }
}

const NAMES = { valid: /^[a-zA-Z0-9_-]{1,64}$/, refused: /[^a-zA-Z0-9_-]/g, lengthMax: 64 }
const IDS = { valid: /^[a-zA-Z0-9_.:-]{1,64}$/, refused: /[^a-zA-Z0-9_.:-]/g, lengthMax: 64 }

function callId(id: JsonValue | undefined): string {
  return safeName(typeof id === 'string' ? id : '', IDS)
}
