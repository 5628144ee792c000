import type { JsonObject } from '../core/json.ts'
import type { Sent } from './held-ports.fixture.ts'

/** What a provider of OpenAI's format answers. */

/** A whole answer of OpenAI's format. */
export function completion(text = 'Good day.'): Buffer {
  return Buffer.from(
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      model: 'm-2026',
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 },
    }),
  )
}

/** The events of a streamed one; joined they are the stream. */
export function chunks(text = 'Good day.'): Buffer[] {
  const chunk = (fields: JsonObject) =>
    Buffer.from(
      `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'm-2026', ...fields })}\n\n`,
    )
  const choice = (delta: JsonObject, finish: string | null = null) =>
    chunk({ choices: [{ index: 0, delta, finish_reason: finish }] })
  return [
    choice({ role: 'assistant', content: '' }),
    ...[...text].map((character) => choice({ content: character })),
    choice({}, 'stop'),
    chunk({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 } }),
    Buffer.from('data: [DONE]\n\n'),
  ]
}

export const JSON_HEADERS = { 'content-type': 'application/json' }
export const SSE_HEADERS = { 'content-type': 'text/event-stream' }

/** The provider answers whole. */
export function answerWhole({ handler }: Sent, body: Buffer = completion(), status = 200): void {
  handler.onHeaders(status, JSON_HEADERS)
  handler.onData(body)
  handler.onEnd()
}
