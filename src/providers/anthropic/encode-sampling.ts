import type { JsonObject } from '../../core/json.ts'
import type { ChatRequest, Sampling } from '../../core/request.ts'
import type { ClaudeModel } from './model.ts'

interface Encoded {
  readonly fields: JsonObject
  readonly dropped: readonly string[]
}

/** Anthropic knows temperature up to 1, top p, top k and stop sequences, and with thinking hardly those. */
export function encodeSampling(sampling: Sampling, model: ClaudeModel, isThinking: boolean): Encoded {
  const { temperature, topP, topK, stop } = sampling
  const isFree = model.takesSampling && !isThinking
  const takesTemperature = temperature === 1 || (isFree && temperature !== undefined && temperature <= 1)
  const hasRival = takesTemperature && !model.takesBothTemperatureAndTopP
  const takesTopP = model.takesSampling && !hasRival && (isFree || (topP ?? 0) >= 0.95)
  const sayable = stop?.filter((text) => text.trim() !== '') ?? []
  return {
    fields: {
      ...(takesTemperature && model.takesSampling ? { temperature } : {}),
      ...(topP !== undefined && takesTopP ? { top_p: topP } : {}),
      ...(topK !== undefined && isFree ? { top_k: topK } : {}),
      ...(sayable.length > 0 ? { stop_sequences: sayable } : {}),
    },
    dropped: [
      ...(temperature === undefined || takesTemperature ? [] : ['temperature']),
      ...(topP === undefined || takesTopP ? [] : ['topP']),
      ...(topK === undefined || isFree ? [] : ['topK']),
      ...(sayable.length === (stop?.length ?? 0) ? [] : ['stop']),
      ...unsayable(sampling),
    ],
  }
}

/** A value that changes nothing, such as a penalty of 0, is not missed. */
function unsayable(sampling: Sampling): string[] {
  const neutral: Readonly<Partial<Record<keyof Sampling, unknown>>> = {
    minP: 0,
    frequencyPenalty: 0,
    presencePenalty: 0,
    repetitionPenalty: 1,
    seed: undefined,
    logitBias: undefined,
    logprobs: false,
    topLogprobs: 0,
    n: 1,
  }
  return Object.entries(neutral).flatMap(([name, value]) => {
    const asked = sampling[name as keyof Sampling] // `neutral` has only such keys.
    return asked === undefined || asked === value ? [] : [name]
  })
}

/** Names of the remaining fields that Anthropic has no word for. */
export function unsayableFields({ output, cache, metadata, extras }: ChatRequest): string[] {
  const { modalities, verbosity, audio, format } = output
  const foreign = Object.entries(extras).flatMap(([wire, fields]) =>
    wire === 'anthropic-messages' ? [] : Object.keys(fields ?? {}),
  )
  return [
    ...(format.type === 'json' ? ['format'] : []),
    ...(modalities?.some((modality) => modality !== 'text') === true ? ['modalities'] : []),
    ...(verbosity === undefined ? [] : ['verbosity']),
    ...(audio === undefined ? [] : ['audio']),
    ...(cache.key === undefined ? [] : ['cacheKey']),
    ...(cache.retention === undefined ? [] : ['cacheRetention']),
    ...(metadata.store === undefined ? [] : ['store']),
    ...(metadata.tags === undefined ? [] : ['tags']),
    ...foreign,
  ]
}
