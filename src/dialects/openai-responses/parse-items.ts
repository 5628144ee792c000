import type { JsonValue } from '../../core/json.ts'
import type { Message, Part, Role } from '../../core/request.ts'
import { defined, textOf } from '../../wire/openai-chat.ts'
import { itemProof, itemReasoning, ownExtras } from '../../wire/openai-responses.ts'
import { type Envelope, isSealed, unseal } from '../../wire/proof-envelope.ts'
import { type Fields, invalid } from '../openai-chat/fields.ts'
import { parseContent } from './parse-content.ts'

/**
 * Items to messages. What the model said in one turn (its thoughts, its words, its calls) is an item each here and one
 * message there, so they are gathered until somebody else speaks:
 *
 *   user · reasoning, message, function_call · function_call_output · message
 *   user · assistant                         · tool                 · assistant
 */
export class ItemParser {
  readonly #messages: Message[] = []
  readonly #names = new Map<string, string>()
  #turn: Part[] = []

  push(item: Fields): void {
    const type = item.string('type') ?? (item.raw.role === undefined ? undefined : 'message')
    switch (type) {
      case 'message':
        return this.#message(item)
      case 'reasoning':
        return this.#reasoning(item)
      case 'function_call':
        return this.#call(item, 'arguments')
      case 'custom_tool_call':
        return this.#call(item, 'input')
      case 'function_call_output':
      case 'custom_tool_call_output':
        return this.#result(item)
      case undefined:
        throw item.refuse('type', 'a string')
      default:
        // Hosted tools, their results, compaction, …: OpenAI's own, in the place where they stood.
        this.#turn.push({ type: 'opaque', owner: 'openai-responses', value: item.raw })
    }
  }

  messages(): readonly Message[] {
    this.#endTurn()
    return this.#messages
  }

  #message(item: Fields): void {
    const role = item.string('role')
    if (!isRole(role)) throw item.refuse('role', 'one of user, assistant, system, developer')
    const content = item.take('content')
    const parts = parseContent(item, content)
    for (const name of ['id', 'status']) item.take(name)
    const rest = ownExtras(item.rest())
    if (role === 'assistant') {
      // The phase of a message is kept where its words are.
      for (const part of parts) this.#turn.push(part.type === 'text' ? { ...part, ...rest } : part)
      return
    }
    if (content === undefined) throw item.refuse('content', 'a string or an array of parts')
    this.#endTurn()
    this.#messages.push({ role, parts, ...rest })
  }

  #reasoning(item: Fields): void {
    const sealed = item.string('encrypted_content') ?? ''
    const envelope = unseal(sealed)
    if (envelope !== null) return this.#open(envelope)
    const { text, isSummary } = itemReasoning(item.raw)
    const proof = isSealed(sealed) ? undefined : itemProof(item.raw)
    if (text === '' && proof === undefined) return
    this.#turn.push({
      type: 'reasoning',
      text,
      ...(isSummary ? { summary: true } : {}),
      ...defined({ proof }),
    })
  }

  #open(envelope: Envelope): void {
    switch (envelope.kind) {
      case 'reasoning': {
        const { text = '', proof, redacted } = envelope
        this.#turn.push({ type: 'reasoning', text, proof, ...defined({ redacted }) })
        return
      }
      case 'opaque':
        this.#turn.push({ type: 'opaque', owner: envelope.owner, value: envelope.value })
        return
      case 'empty-text':
        this.#turn.push({ type: 'text', text: '', proof: envelope.proof })
        return
      case 'previous':
        return this.#sign(this.#turn.length - 1, envelope)
      case 'tool-call': {
        const isCalled = (part: Part) => part.type === 'tool-call' && part.id === envelope.id
        return this.#sign(this.#turn.findIndex(isCalled), envelope)
      }
    }
  }

  /** A client may have left the signed part out; on another part its proof would be refused. */
  #sign(index: number, { proof }: Extract<Envelope, { proof: unknown }>): void {
    const part = this.#turn[index]
    const isSignable = part?.type === 'text' || part?.type === 'tool-call' || part?.type === 'image'
    if (isSignable && part.proof === undefined) this.#turn[index] = { ...part, proof }
  }

  #call(item: Fields, field: 'arguments' | 'input'): void {
    const id = item.required('call_id', item.string('call_id'), 'a string')
    const name = item.required('name', item.string('name'), 'a string')
    const text = item.string(field) ?? ''
    for (const own of ['id', 'status']) item.take(own)
    this.#names.set(id, name)
    this.#turn.push({
      type: 'tool-call',
      id,
      name,
      arguments: text === '' && field === 'arguments' ? '{}' : text,
      ...(field === 'input' ? { custom: true } : {}),
      ...ownExtras(item.rest()),
    })
  }

  #result(item: Fields): void {
    const callId = item.required('call_id', item.string('call_id'), 'a string')
    const parts = parseOutput(item, item.take('output'))
    const name = this.#names.get(callId)
    this.#endTurn()
    this.#messages.push({
      role: 'tool',
      parts: [{ type: 'tool-result', callId, ...defined({ name }), parts, isError: isFailed(item) }],
    })
  }

  #endTurn(): void {
    if (this.#turn.length === 0) return
    this.#messages.push({ role: 'assistant', parts: this.#turn })
    this.#turn = []
  }
}

const ROLES: ReadonlySet<string> = new Set(['user', 'assistant', 'system', 'developer'])

function isRole(role: string | undefined): role is Exclude<Role, 'tool'> {
  return role !== undefined && ROLES.has(role)
}

/** Text, or the same parts as a message has. */
function parseOutput(item: Fields, output: JsonValue | undefined): readonly Part[] {
  if (output === undefined) throw invalid(item.path('output'), 'a string or an array of parts', output)
  if (typeof output === 'string') return output === '' ? [] : [{ type: 'text', text: output }]
  return parseContent(item, output, 'output')
}

function isFailed(item: Fields): boolean {
  return textOf(item.raw.status) === 'incomplete'
}
