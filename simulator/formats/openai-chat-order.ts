import type { JsonObject } from '../../src/core/json.ts'
import { isJsonObject } from '../../src/core/json.ts'
import { Failure } from '../failure.ts'
import { listAt, textAt } from './fields.ts'

/**
 * Every `tool` message must answer a call of the assistant message right before the run of `tool` messages, and every
 * call must be answered before anybody else speaks.
 */
export function checkToolOrder(messages: readonly JsonObject[]): void {
  let open: Set<string> | null = null
  messages.forEach((message, index) => {
    if (message['role'] === 'tool') {
      const id = textAt(message, 'tool_call_id') ?? ''
      if (open === null) {
        const text = "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
        throw invalid(`Invalid parameter: ${text}`, `messages.[${index}].role`)
      }
      if (!open.delete(id)) {
        const text = `'tool_call_id' of '${id}' not found in 'tool_calls' of previous message.`
        throw invalid(`Invalid parameter: ${text}`, `messages.[${index}].tool_call_id`)
      }
      return
    }
    checkAnswered(open, index)
    open = callIds(message)
  })
  checkAnswered(open, messages.length)
}

function callIds(message: JsonObject): Set<string> | null {
  const calls = (listAt(message, 'tool_calls') ?? []).filter(isJsonObject)
  return calls.length === 0 ? null : new Set(calls.map((call) => textAt(call, 'id') ?? ''))
}

function checkAnswered(open: ReadonlySet<string> | null, index: number): void {
  if (open === null || open.size === 0) return
  const text =
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
    `The following tool_call_ids did not have response messages: ${[...open].join(', ')}`
  throw invalid(text, `messages.[${index}].role`)
}

function invalid(message: string, param: string): Failure {
  return new Failure('invalid', message, { param })
}
