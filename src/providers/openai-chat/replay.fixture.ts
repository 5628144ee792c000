import { collect } from '../../core/collect.ts'
import type { ChatEvent } from '../../core/event.ts'
import type { JsonObject } from '../../core/json.ts'
import type { DecodeContext } from '../../core/provider.ts'
import type { ChatApi } from './api.ts'
import { ChatDecoder } from './decoder.ts'

/** Short words for tests that write a stream by hand and look at what it came to. */

export const API: ChatApi = { kind: 'test', baseUrl: null, apiKeyEnv: null }
export const DONE = '[DONE]'

export function chunk(delta: JsonObject, finish_reason: string | null = null): JsonObject {
  return { id: 'chatcmpl-1', model: 'm', choices: [{ index: 0, delta, finish_reason }] }
}

export function call(entry: JsonObject): JsonObject {
  return chunk({ tool_calls: [entry] })
}

export function frame(value: JsonObject) {
  return { event: 'message', data: JSON.stringify(value) }
}

export function run(values: readonly (JsonObject | string)[], api: ChatApi = API): ChatEvent[] {
  const decoder = new ChatDecoder(context(), api)
  const frames = values.map((value) =>
    typeof value === 'string' ? { event: 'message', data: value } : frame(value),
  )
  return [...frames.flatMap((each) => decoder.step(each)), ...decoder.end()]
}

export function context(): DecodeContext {
  let next = 0
  return { newId: (prefix) => `${prefix}_${++next}` }
}

export function last(events: readonly ChatEvent[]): ChatEvent | undefined {
  return events.at(-1)
}

export function parts(events: readonly ChatEvent[]) {
  return collect(events).choices[0]?.parts ?? []
}

export function calls(events: readonly ChatEvent[]) {
  return parts(events).filter((part) => part.type === 'tool-call')
}
