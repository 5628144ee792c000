import type { JsonObject } from '../../core/json.ts'
import type { EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest, Output, Sampling } from '../../core/request.ts'
import { thinkingConfig } from './thinking.ts'

/** https://ai.google.dev/api/generate-content#generationconfig */
export function generationConfig(
  request: ChatRequest,
  target: EncodeTarget,
  dropped: Set<string>,
): JsonObject {
  const { sampling, output } = request
  noteLosses(sampling, dropped)
  if (output.verbosity !== undefined) dropped.add('verbosity')
  if (output.audio !== undefined) dropped.add('audio') // Its voices and encodings are OpenAI's.
  const wantsLogprobs = sampling.logprobs === true
  const topLogprobs = wantsLogprobs && sampling.topLogprobs !== 0 ? sampling.topLogprobs : undefined
  return {
    temperature: sampling.temperature,
    topP: sampling.topP,
    topK: sampling.topK,
    presencePenalty: unlessZero(sampling.presencePenalty),
    frequencyPenalty: unlessZero(sampling.frequencyPenalty),
    seed: sampling.seed,
    stopSequences: sampling.stop,
    candidateCount: sampling.n,
    responseLogprobs: wantsLogprobs ? true : undefined,
    logprobs: topLogprobs,
    // A limit that was filled in for providers that insist on one says nothing here.
    maxOutputTokens: output.maxTokensFrom === 'catalogue' ? undefined : output.maxTokens,
    responseModalities: output.modalities?.map((modality) => modality.toUpperCase()),
    thinkingConfig: thinkingConfig(request, target, dropped),
    ...responseFormat(output),
  }
}

/** Many models refuse penalties altogether, also one that changes nothing. */
function unlessZero(penalty: number | undefined): number | undefined {
  return penalty === 0 ? undefined : penalty
}

/** A value that changes nothing is not missed. */
function noteLosses({ minP, repetitionPenalty, logitBias }: Sampling, dropped: Set<string>): void {
  if (minP !== undefined && minP !== 0) dropped.add('minP')
  if (repetitionPenalty !== undefined && repetitionPenalty !== 1) dropped.add('repetitionPenalty')
  if (logitBias !== undefined) dropped.add('logitBias')
}

/** `responseJsonSchema` takes JSON Schema as it is; the older `responseSchema` a dialect of OpenAPI's. */
function responseFormat({ format }: Output): JsonObject {
  switch (format.type) {
    case 'text':
      return {}
    case 'json':
      return { responseMimeType: 'application/json' }
    case 'json-schema':
      return { responseMimeType: 'application/json', responseJsonSchema: format.schema }
  }
}
