import type { JsonObject } from '../../core/json.ts'
import type { Message } from '../../core/request.ts'
import type { GeminiModel } from './model.ts'
import { encodePart, type PartScope } from './parts.ts'

/** One entry of the conversation. https://ai.google.dev/api/caching#Content */
export type Content = {
  readonly role: 'user' | 'model'
  readonly parts: readonly JsonObject[]
}

/**
 * System and developer text that opens the conversation is the system instruction. Gemini has no place for it later
 * on: there it stays where it was, as the user's text. Neighbours of one role become one entry, as roles must take
 * turns.
 */
export function encodeContents(
  messages: readonly Message[],
  model: GeminiModel,
  dropped: Set<string>,
): { readonly system: readonly JsonObject[]; readonly contents: readonly Content[] } {
  const scope: PartScope = { dropped, callNames: callNames(messages), takesMedia: model.generation >= 3 }
  if (messages.some(({ name }) => name !== undefined)) dropped.add('name')
  const firstTurn = messages.findIndex((message) => !isSystem(message))
  const opening = firstTurn === -1 ? messages : messages.slice(0, firstTurn)
  const system = opening.flatMap((message) => encodeSystem(message, scope))
  // The API insists on a conversation, so instructions alone are one.
  if (firstTurn === -1) return { system: [], contents: [{ role: 'user', parts: system }] }
  const turns = messages.slice(firstTurn).map((message) => encodeMessage(message, scope))
  return { system, contents: merged(turns).map(resultsFirst) }
}

function isSystem({ role }: Message): boolean {
  return role === 'system' || role === 'developer'
}

function encodeSystem(message: Message, scope: PartScope): readonly JsonObject[] {
  const others = message.parts.filter((part) => part.type !== 'text')
  for (const part of others) scope.dropped.add(`system.${part.type}`)
  return message.parts.flatMap((part) => (part.type === 'text' ? encodePart(part, 'user', scope) : []))
}

function encodeMessage(message: Message, scope: PartScope): Content {
  const role = message.role === 'assistant' ? 'model' : 'user'
  const parts = isSystem(message)
    ? encodeSystem(message, scope)
    : message.parts.flatMap((part) => encodePart(part, role, scope))
  return { role, parts }
}

function merged(turns: readonly Content[]): readonly Content[] {
  const contents: Content[] = []
  for (const turn of turns) {
    const before = contents.at(-1)
    if (turn.parts.length === 0) continue
    if (before?.role === turn.role)
      contents[contents.length - 1] = { ...before, parts: [...before.parts, ...turn.parts] }
    else contents.push(turn)
  }
  return contents
}

/** The results of a turn's calls must stand together, before what was attached to them or said after. */
function resultsFirst(content: Content): Content {
  const results = content.parts.filter((part) => part.functionResponse !== undefined)
  const others = content.parts.filter((part) => part.functionResponse === undefined)
  return content.role === 'user' ? { ...content, parts: [...results, ...others] } : content
}

function callNames(messages: readonly Message[]): ReadonlyMap<string, string> {
  const calls = messages.flatMap(({ parts }) => parts.filter((part) => part.type === 'tool-call'))
  return new Map(calls.map(({ id, name }) => [id, name]))
}
