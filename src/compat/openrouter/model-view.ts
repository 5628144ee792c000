import type { JsonObject } from '../../core/json.ts'
import { priceOf, type Target } from '../../routing/target.ts'
import { pricing } from './pricing.ts'
import type { ServedModel } from './served-models.ts'

/** https://openrouter.ai/docs/overview/models#model-object-schema. What nobody has said is null or empty. */
export function modelView({ name, targets }: ServedModel, nowMs: number): JsonObject {
  const [first] = targets
  const context = largest(targets.map(contextOf))
  return {
    id: name,
    canonical_slug: first?.offer?.slug ?? name,
    name: first?.offer?.displayName ?? name,
    created: 0,
    description: '',
    hugging_face_id: null,
    knowledge_cutoff: null,
    expiration_date: null,
    context_length: context,
    architecture: architecture(targets),
    pricing: pricing(first === undefined ? null : priceOf(first, nowMs)),
    top_provider: {
      context_length: first === undefined ? null : contextOf(first),
      max_completion_tokens: first?.offer?.maxOutputTokens ?? null,
      is_moderated: false,
    },
    per_request_limits: null,
    supported_parameters: [...new Set(targets.flatMap(parametersOf))],
    supported_voices: null,
    default_parameters: null,
    links: { details: `/api/v1/models/${name}/endpoints` },
  }
}

export function architecture(targets: readonly Target[]): JsonObject {
  const inputs = [...new Set(['text', ...targets.flatMap(inputsOf)])]
  return {
    modality: `${inputs.join('+')}->text`,
    input_modalities: inputs,
    output_modalities: ['text'],
    tokenizer: 'Other',
    instruct_type: null,
  }
}

export function contextOf({ contextTokens, offer }: Target): number | null {
  return contextTokens ?? offer?.contextTokens ?? null
}

function inputsOf({ modalities, offer }: Target): readonly string[] {
  return modalities ?? offer?.inputModalities ?? []
}

/** What every model takes, and what is known of this one. */
export function parametersOf({ parameters, offer }: Target): readonly string[] {
  const known = parameters ?? []
  const reasons = offer?.reasons === true || known.includes('reasoning')
  return [...ALWAYS, ...known, ...(reasons ? REASONING : [])]
}

const ALWAYS = ['max_tokens', 'temperature', 'top_p', 'stop']
const REASONING = ['reasoning', 'include_reasoning', 'reasoning_effort']

function largest(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null)
  return known.length === 0 ? null : Math.max(...known)
}
