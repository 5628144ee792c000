import { csrfHeaders, errorOf, gatewayUrl } from './client.ts'
import { readEvents } from './read-events.ts'

export interface Outcome {
  /** Of the exchange. */
  readonly id: string
  readonly text: string
  readonly reasoning: string
  readonly calls: readonly { readonly name: string; readonly input: string }[]
  readonly finishReason: string | null
  readonly ms: number
  readonly ttftMs: number | null
  /** USD; null where it is not known, or not told yet. */
  readonly cost: number | null
  readonly tokens: { readonly input: number; readonly output: number } | null
}

interface Asking {
  readonly signal?: AbortSignal
  /** With each piece, what there is so far. */
  readonly onPiece?: (outcome: Outcome) => void
}

/** Asks a model as who is signed in, streaming. Rejects with an `ApiError` for what is refused or breaks off. */
export async function ask(body: Record<string, unknown>, { signal, onPiece }: Asking = {}): Promise<Outcome> {
  const startedMs = performance.now()
  const response = await fetch(`${gatewayUrl}admin/v1/playground/openai-chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...csrfHeaders() },
    body: JSON.stringify({ ...body, stream: true, stream_options: { include_usage: true } }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (!response.ok || response.body === null)
    throw errorOf(response.status, await response.json().catch(() => null))
  let outcome = begun(response.headers)
  for await (const data of readEvents(response.body)) {
    const chunk = JSON.parse(data) as Chunk // OpenAI's own shape, which this endpoint answers in.
    if (chunk.error !== undefined) throw errorOf(response.status, chunk)
    outcome = { ...added(outcome, chunk), ms: performance.now() - startedMs }
    if (
      outcome.ttftMs === null &&
      (outcome.text !== '' || outcome.reasoning !== '' || outcome.calls.length > 0)
    )
      outcome = { ...outcome, ttftMs: outcome.ms }
    onPiece?.(outcome)
  }
  return outcome
}

interface Chunk {
  readonly error?: unknown
  readonly choices?: readonly {
    readonly delta?: {
      readonly content?: string | null
      readonly reasoning?: string | null
      readonly reasoning_content?: string | null
      readonly tool_calls?: readonly {
        readonly index: number
        readonly function?: { readonly name?: string; readonly arguments?: string }
      }[]
    }
    readonly finish_reason?: string | null
  }[]
  readonly usage?: {
    readonly prompt_tokens: number
    readonly completion_tokens: number
    readonly cost?: number
  } | null
}

function begun(headers: Headers): Outcome {
  return {
    id: headers.get('x-request-id') ?? '',
    text: '',
    reasoning: '',
    calls: [],
    finishReason: null,
    ms: 0,
    ttftMs: null,
    cost: null,
    tokens: null,
  }
}

function added(outcome: Outcome, { choices, usage }: Chunk): Outcome {
  const choice = choices?.[0]
  const { content, reasoning, reasoning_content, tool_calls = [] } = choice?.delta ?? {}
  const calls = outcome.calls.map((call) => ({ ...call }))
  for (const { index, function: called } of tool_calls) {
    const call = calls[index] ?? { name: '', input: '' }
    calls[index] = { name: call.name + (called?.name ?? ''), input: call.input + (called?.arguments ?? '') }
  }
  return {
    ...outcome,
    text: outcome.text + (content ?? ''),
    reasoning: outcome.reasoning + (reasoning ?? reasoning_content ?? ''),
    calls,
    finishReason: choice?.finish_reason ?? outcome.finishReason,
    cost: usage?.cost ?? outcome.cost,
    tokens: usage == null ? outcome.tokens : { input: usage.prompt_tokens, output: usage.completion_tokens },
  }
}
