import OpenAI from 'openai'
import type { FinishReason } from '../../src/core/event.ts'
import { isJsonObject, type JsonObject } from '../../src/core/json.ts'
import { counted, input, NOTHING_SAID, type Substance } from './substance.ts'

type Completion = OpenAI.ChatCompletion

/** A whole answer, as OpenAI's own client gives it. */
export async function readOpenAIWhole(output: Buffer, status: number): Promise<Substance> {
  try {
    return substance(await clientOf(output, 'application/json', status).chat.completions.create(ASKED), null)
  } catch (error) {
    if (error instanceof OpenAI.APIError) return NOTHING_SAID
    throw error
  }
}

/** A stream, as its accumulator gives it; up to where it broke off, if it did. */
export async function readOpenAIStream(output: Buffer): Promise<Substance> {
  const stream = clientOf(output, 'text/event-stream', 200).chat.completions.stream({
    ...ASKED,
    stream_options: { include_usage: true },
  })
  let reasoning = ''
  let last: Completion | null = null
  // The accumulator joins only what OpenAI itself has; its users join the reasoning themselves.
  stream.on('chunk', (chunk, snapshot) => {
    reasoning += reasoningOf(JSON.parse(JSON.stringify(chunk.choices[0]?.delta ?? {})) as JsonObject) // It was JSON.
    last = snapshot as Completion // Unfinished, but of the same fields.
  })
  try {
    return substance(await stream.finalChatCompletion(), reasoning)
  } catch (error) {
    if (!(error instanceof OpenAI.APIError)) throw error
    return last === null ? NOTHING_SAID : { ...substance(last, reasoning), finish: null }
  }
}

const ASKED = { model: 'smart', messages: [{ role: 'user' as const, content: 'Hi' }] }

export function clientOf(output: Buffer, type: string, status: number): OpenAI {
  return new OpenAI({
    apiKey: 'none',
    maxRetries: 0,
    fetch: async () => new Response(new Uint8Array(output), { status, headers: { 'content-type': type } }),
  })
}

/** `reasoning` is null where it is in the message itself. */
function substance({ choices, usage }: Completion, reasoning: string | null): Substance {
  const [choice] = choices
  const { message } = choice ?? {}
  return {
    text: message?.content ?? '',
    reasoning: reasoning ?? reasoningOf(JSON.parse(JSON.stringify(message ?? {})) as JsonObject), // It was JSON.
    refusal: message?.refusal ?? '',
    calls: (message?.tool_calls ?? []).map((call) =>
      call.type === 'function'
        ? [call.function.name, input(call.function.arguments)]
        : [call.custom.name, call.custom.input],
    ),
    finish: FINISHES[choice?.finish_reason ?? ''] ?? null,
    usage: counted({
      input: usage?.prompt_tokens,
      output: usage?.completion_tokens,
      cacheRead: usage?.prompt_tokens_details?.cached_tokens,
      cacheWrite: usage?.prompt_tokens_details?.cache_write_tokens,
      reasoning: usage?.completion_tokens_details?.reasoning_tokens,
    }),
  }
}

function reasoningOf(message: JsonObject): string {
  const text = isJsonObject(message) ? message.reasoning : ''
  return typeof text === 'string' ? text : ''
}

const FINISHES: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  content_filter: 'content-filter',
  error: 'error',
}
