import { wrongField } from '../../core/error.ts'
import { isJsonObject, type JsonObject, parseJsonObject } from '../../core/json.ts'
import type { StoredResponse } from '../../storage/response-store.ts'
import { inputItems, isOwnItemId } from '../../wire/openai-responses.ts'
import { isSealed } from '../../wire/proof-envelope.ts'
import { isUnfinished, type Responses } from './responses.ts'

/** An item of a conversation, and the target that put it out; null where the caller himself has brought it. */
export interface PastItem {
  readonly item: JsonObject
  readonly from: string | null
}

/** What a request goes on from. */
export interface History {
  /** All of the conversation, the request's own items at its end. */
  readonly items: readonly PastItem[]
  /** The request's own, with what they refer to in its place. */
  readonly own: readonly JsonObject[]
  /** Whether this is not just what the caller sent, or holds what was never OpenAI's. */
  readonly isRewritten: boolean
}

/**
 * The conversation that `previous_response_id` and `item_reference` stand for. They name what the gateway has kept for
 * this key, whoever answered it: to nobody else they mean anything, so nobody else is told of them.
 */
export async function readHistory(body: JsonObject, keyId: string, responses: Responses): Promise<History> {
  const before = await previousItems(body.previous_response_id, keyId, responses)
  const brought = inputItems(body.input)
  const referred = await referredItems(brought, before, keyId, responses)
  const own = brought.map((item): PastItem => referred.get(referenceOf(item) ?? '') ?? { item, from: null })
  const items = [...before, ...own]
  const isRewritten = before.length > 0 || referred.size > 0 || items.some(({ item }) => isOurs(item))
  return { items, own: own.map(({ item }) => item), isRewritten }
}

/** What this target may be told of the conversation: nothing that another has signed, or has under its own name. */
export function itemsFor(items: readonly PastItem[], target: string): readonly JsonObject[] {
  return items.flatMap(({ item, from }) => {
    if (item.type === 'reasoning') {
      const { encrypted_content: encrypted } = item
      if (typeof encrypted === 'string') return isSealed(encrypted) ? [] : [item]
      return from === null || from === target ? [item] : []
    }
    if (!isOwnItemId(item.id)) return [item]
    const { id: _, ...rest } = item
    return NAMELESS.has(String(item.type)) ? [rest] : []
  })
}

/** Items that need no name. Of the others, one that OpenAI has not made cannot be told to it. */
const NAMELESS: ReadonlySet<string> = new Set([
  'message',
  'function_call',
  'function_call_output',
  'custom_tool_call',
  'custom_tool_call_output',
])

/** Of the whole conversation, in the order in which it was held. */
export function itemsOf(chain: readonly StoredResponse[]): PastItem[] {
  return chain.flatMap((stored) => [
    ...storedInput(stored).map((item) => ({ item, from: null })),
    ...storedOutput(stored).map((item) => ({ item, from: stored.target })),
  ])
}

export function storedInput({ input }: StoredResponse): readonly JsonObject[] {
  return inputItems(parseJsonObject(`{"input":${input}}`)?.input)
}

function storedOutput({ response }: StoredResponse): readonly JsonObject[] {
  return inputItems(parseJsonObject(response)?.output)
}

async function previousItems(
  previous: JsonObject[string],
  keyId: string,
  responses: Responses,
): Promise<readonly PastItem[]> {
  // What is not a name is refused where the request is read.
  if (typeof previous !== 'string') return []
  const chain = await responses.store.responses('chain', keyId, previous)
  const last = chain?.at(-1)
  if (chain === null || last === undefined)
    throw wrongField('previous_response_id', `names a response that is not kept here: ${shown(previous)}`)
  if (isUnfinished(last))
    throw wrongField('previous_response_id', `names a response that is not complete yet: ${shown(previous)}`)
  return itemsOf(chain)
}

async function referredItems(
  brought: readonly JsonObject[],
  before: readonly PastItem[],
  keyId: string,
  responses: Responses,
): Promise<ReadonlyMap<string, PastItem>> {
  const wanted = new Set(brought.map(referenceOf).filter((id) => id !== null))
  const found = new Map<string, PastItem>()
  if (wanted.size === 0) return found
  const holding = await responses.store.responses('holding', keyId, [...wanted])
  for (const past of [...before, ...itemsOf(holding)]) {
    const { id } = past.item
    if (typeof id === 'string' && wanted.has(id)) found.set(id, past)
  }
  for (const [index, item] of brought.entries()) {
    const id = referenceOf(item)
    if (id !== null && !found.has(id))
      throw wrongField(`input[${index}].id`, `names an item that is not kept here: ${shown(id)}`)
  }
  return found
}

function referenceOf(item: JsonObject): string | null {
  const isReference =
    item.type === 'item_reference' || (item.type === undefined && item.role === undefined && 'id' in item)
  return isReference && typeof item.id === 'string' ? item.id : null
}

function isOurs({ id, encrypted_content: encrypted }: JsonObject): boolean {
  return isOwnItemId(id) || (typeof encrypted === 'string' && isSealed(encrypted))
}

function shown(id: string): string {
  return id.slice(0, 100)
}

/** The names of what a response has put out, for those who refer to it. */
export function outputIds({ output }: JsonObject): readonly string[] {
  const items = Array.isArray(output) ? output.filter(isJsonObject) : []
  const ids = items.map(({ id }) => id).filter((id) => typeof id === 'string')
  return [...new Set(ids)]
}
