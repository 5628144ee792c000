import type { RenderContext } from '../../core/dialect.ts'
import type { FinishReason } from '../../core/event.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { Usage } from '../../core/usage.ts'
import { renderUsage, responseId } from '../../wire/openai-responses.ts'

/** An event of a stream before it has its number. */
export type ResponseEvent = JsonObject & { readonly type: string }

/** How far a response has come. */
export interface Progress {
  readonly status: 'queued' | 'in_progress' | 'completed' | 'incomplete' | 'failed' | 'cancelled'
  /** What the provider calls the model; empty where it does not say. */
  readonly model: string
  readonly output: readonly JsonObject[]
  readonly usage: Usage | null
  readonly incompleteReason: 'max_output_tokens' | 'content_filter' | null
  readonly error: JsonObject | null
}

/** It has begun, and nothing of it is there. */
export const BEGUN: Progress = {
  status: 'in_progress',
  model: '',
  output: [],
  usage: null,
  incompleteReason: null,
  error: null,
}

/**
 * https://platform.openai.com/docs/api-reference/responses/object: the answer, and the request that it answers once
 * more, with OpenAI's defaults for what was not said.
 */
export function responseObject(progress: Progress, context: RenderContext): JsonObject {
  const { status, model, output, usage, incompleteReason, error } = progress
  const asked = context.echo ?? {}
  const createdAt = Math.floor(context.createdMs / 1000)
  return {
    id: responseId(context.exchangeId),
    object: 'response',
    created_at: createdAt,
    status,
    background: asked.background ?? false,
    error,
    incomplete_details: incompleteReason === null ? null : { reason: incompleteReason },
    instructions: asked.instructions ?? null,
    max_output_tokens: asked.max_output_tokens ?? null,
    max_tool_calls: asked.max_tool_calls ?? null,
    model: model === '' ? context.requestedModel : model,
    output,
    parallel_tool_calls: asked.parallel_tool_calls ?? true,
    previous_response_id: asked.previous_response_id ?? null,
    prompt_cache_key: asked.prompt_cache_key ?? null,
    reasoning: reasoningOf(asked.reasoning),
    safety_identifier: asked.safety_identifier ?? null,
    service_tier: asked.service_tier ?? 'default',
    store: asked.store ?? true,
    temperature: asked.temperature ?? 1,
    text: { format: { type: 'text' }, ...(isJsonObject(asked.text) ? asked.text : {}) },
    tool_choice: asked.tool_choice ?? 'auto',
    tools: Array.isArray(asked.tools) ? asked.tools.map(toolOf) : [],
    top_logprobs: asked.top_logprobs ?? 0,
    top_p: asked.top_p ?? 1,
    truncation: asked.truncation ?? 'disabled',
    usage: usage === null ? null : renderUsage(usage),
    user: asked.user ?? null,
    metadata: asked.metadata ?? {},
  }
}

/** What the end of an answer comes to. A refusal is an answer; one that was withheld is not whole. */
export function endOf(reason: FinishReason): Pick<Progress, 'status' | 'incompleteReason' | 'error'> {
  switch (reason) {
    case 'length':
    case 'context-length':
      return { status: 'incomplete', incompleteReason: 'max_output_tokens', error: null }
    case 'content-filter':
    case 'refusal':
      return { status: 'incomplete', incompleteReason: 'content_filter', error: null }
    case 'error':
      return { status: 'failed', incompleteReason: null, error: BROKEN }
    case 'stop':
    case 'tool-calls':
    case 'pause':
    case 'other':
      return { status: 'completed', incompleteReason: null, error: null }
  }
}

const BROKEN = { code: 'server_error', message: 'The provider broke off the answer.' }

function reasoningOf(asked: JsonValue | undefined): JsonObject {
  return { effort: null, summary: null, ...(isJsonObject(asked) ? asked : {}) }
}

/** OpenAI always says of a function what its parameters are, and whether it is strict. */
function toolOf(tool: JsonValue): JsonValue {
  if (!isJsonObject(tool) || tool.type !== 'function') return tool
  return { ...tool, parameters: tool.parameters ?? null, strict: tool.strict ?? null }
}
