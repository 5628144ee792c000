import { MODALITIES, type Modality, type Parameter } from '../core/capability.ts'
import type { ChatRequest, Message, Part } from '../core/request.ts'
import { hashOf } from './hash.ts'
import type { RequestFacts } from './request-facts.ts'

/** The facts that a request itself tells. Looks at every part once, and into none. */
export function factsOf(
  request: ChatRequest,
): Pick<RequestFacts, 'outputTokens' | 'modalities' | 'parameters'> {
  return {
    outputTokens: request.output.maxTokens ?? null,
    modalities: modalitiesOf(request.messages),
    parameters: parametersOf(request),
  }
}

/**
 * The same for every turn of a conversation: made of what comes before the caller's first answer, as OpenRouter does.
 * https://openrouter.ai/docs/features/prompt-caching#provider-sticky-routing
 */
export function prefixOf({ messages }: ChatRequest): string {
  const isInstruction = ({ role }: Message) => role === 'system' || role === 'developer'
  const first = messages.find(isInstruction)
  const second = messages.find((message) => !isInstruction(message))
  return `${hashOf(textOf(first))}.${hashOf(textOf(second))}`
}

/** Beginnings so long tell conversations apart, and cost microseconds. */
const PREFIX_CHARS_MAX = 4_000

function textOf(message: Message | undefined): string {
  let text = ''
  for (const part of message?.parts ?? []) {
    if (part.type === 'text') text += part.text
    if (text.length >= PREFIX_CHARS_MAX) break
  }
  return text.slice(0, PREFIX_CHARS_MAX)
}

function modalitiesOf(messages: readonly Message[]): Modality[] {
  const used = new Set<Part['type']>()
  const add = (part: Part) => {
    used.add(part.type)
    if (part.type === 'tool-result') for (const inner of part.parts) add(inner)
  }
  for (const { parts } of messages) for (const part of parts) add(part)
  return MODALITIES.filter((modality) => used.has(modality))
}

function parametersOf({ tools, toolChoice, sampling, output, reasoning }: ChatRequest): Parameter[] {
  const used: Readonly<Record<Parameter, boolean>> = {
    tools: tools.length > 0,
    tool_choice: toolChoice !== undefined && toolChoice.mode !== 'auto',
    parallel_tool_calls: toolChoice?.parallel !== undefined,
    response_format: output.format.type === 'json',
    structured_outputs: output.format.type === 'json-schema',
    reasoning: reasoning !== undefined && reasoning.enabled !== false && reasoning.effort !== 'none',
    verbosity: output.verbosity !== undefined,
    logprobs: sampling.logprobs === true,
    top_logprobs: sampling.topLogprobs !== undefined,
    logit_bias: sampling.logitBias !== undefined,
    seed: sampling.seed !== undefined,
    n: (sampling.n ?? 1) > 1,
    top_k: sampling.topK !== undefined,
    min_p: sampling.minP !== undefined,
    frequency_penalty: sampling.frequencyPenalty !== undefined,
    presence_penalty: sampling.presencePenalty !== undefined,
    repetition_penalty: sampling.repetitionPenalty !== undefined,
  }
  const names = Object.keys(used) as Parameter[] // Object.keys widens.
  return names.filter((name) => used[name])
}
