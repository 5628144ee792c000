import { isJsonObject } from '../../core/json.ts'
import type { Message, Part, Role, ToolCallPart } from '../../core/request.ts'
import { defined, readThoughtSignature, textOf } from '../../wire/openai-chat.ts'
import { Fields, invalid } from './fields.ts'
import { attachProofs, parseEchoedReasoning } from './parse-echo.ts'
import { extrasOf, parseContent } from './parse-part.ts'

const ROLES: ReadonlySet<string> = new Set(['system', 'developer', 'user', 'assistant', 'tool'])

/** Parses the messages of one request in order, remembering the name of each call for its result. */
export class MessageParser {
  readonly #names = new Map<string, string>()
  /** The id given to the last call of the older `function_call`, which has none. */
  #legacyId = ''
  #legacyCalls = 0

  parse(message: Fields): Message {
    const role = message.string('role')
    if (role === 'tool') return this.#parseResult(message, message.string('tool_call_id'), 'tool_call_id')
    if (role === 'function') return this.#parseResult(message, this.#legacyId, 'name')
    if (!isRole(role)) throw message.refuse('role', 'one of system, developer, user, assistant, tool')
    if (role === 'assistant') return this.#parseAssistant(message)
    const parts = parseContent(message)
    if (message.raw.content === undefined || message.raw.content === null)
      throw message.refuse('content', 'a string or an array of parts')
    return { role, parts, ...defined({ name: message.string('name'), extras: extrasOf(message) }) }
  }

  #parseResult(message: Fields, callId: string | undefined, named: string): Message {
    const id = message.required(named, callId, 'the id of a tool call')
    const name = this.#names.get(id) ?? message.string('name')
    message.take('name')
    const parts = parseContent(message)
    return {
      role: 'tool',
      parts: [{ type: 'tool-result', callId: id, ...defined({ name }), parts, isError: false }],
      ...defined({ extras: extrasOf(message) }),
    }
  }

  #parseAssistant(message: Fields): Message {
    const content = parseContent(message)
    const refusal = message.string('refusal')
    const calls = [...this.#parseCalls(message), ...this.#parseLegacyCall(message)]
    const echo = parseEchoedReasoning(message)
    const parts: Part[] = [
      ...echo.parts,
      ...content,
      ...(refusal === undefined || refusal === '' ? [] : [{ type: 'refusal', text: refusal } as const]),
      ...parseSpoken(message),
      ...calls,
    ]
    return {
      role: 'assistant',
      parts: attachProofs(parts, echo),
      ...defined({ name: message.string('name'), extras: extrasOf(message) }),
    }
  }

  #parseCalls(message: Fields): ToolCallPart[] {
    return message.list('tool_calls', 'an object').map((call) => {
      const isCustom = call.string('type') === 'custom'
      const called = call.nested(isCustom ? 'custom' : 'function')
      const id = call.required('id', call.string('id'), 'a string')
      const name = called.required('name', called.string('name'), 'a string')
      const text = called.string(isCustom ? 'input' : 'arguments') ?? ''
      const signature = readThoughtSignature(call.raw)
      this.#names.set(id, name)
      return {
        type: 'tool-call',
        id,
        name,
        arguments: text === '' && !isCustom ? '{}' : text,
        ...defined({
          custom: isCustom ? true : undefined,
          proof: signature === '' ? undefined : ({ owner: 'gemini', value: signature } as const),
        }),
      }
    })
  }

  /** The form that tool calls had before they had ids: at most one in a message. */
  #parseLegacyCall(message: Fields): ToolCallPart[] {
    const value = message.object('function_call')
    if (value === undefined) return []
    const call = new Fields(value, message.path('function_call'))
    const name = call.required('name', call.string('name'), 'a string')
    const text = call.string('arguments') ?? ''
    this.#legacyId = `call_function_${++this.#legacyCalls}`
    this.#names.set(this.#legacyId, name)
    return [{ type: 'tool-call', id: this.#legacyId, name, arguments: text === '' ? '{}' : text }]
  }
}

/** A spoken answer is sent back as the id under which OpenAI keeps it. */
function parseSpoken(message: Fields): Part[] {
  const audio = message.take('audio')
  if (audio === undefined) return []
  if (!isJsonObject(audio)) throw invalid(message.path('audio'), 'an object', audio)
  const id = textOf(audio.id)
  const transcript = textOf(audio.transcript)
  if (id === '' && transcript === '') return []
  const source = { type: 'file-id', id, owner: 'openai-chat' } as const
  return [{ type: 'audio', source, ...(transcript === '' ? {} : { transcript }) }]
}

function isRole(role: string | undefined): role is Role {
  return role !== undefined && ROLES.has(role)
}
