import { GatewayError } from '../../core/error.ts'
import { mayUseModel } from '../../gateway/admit.ts'
import type { KeyHolder } from '../../gateway/key-ring.ts'
import { servedNames } from '../../gateway/list-models.ts'
import { resolveModel } from '../../gateway/resolve-model.ts'
import type { Target } from '../../routing/target.ts'
import type { OpenRouterParts } from './parts.ts'

/** A name that this key may call, and where its answers would come from. */
export interface ServedModel {
  readonly name: string
  /** One for each provider and model, whatever the number of credentials. */
  readonly targets: readonly Target[]
}

export function servedModels({ key }: KeyHolder, parts: OpenRouterParts): readonly ServedModel[] {
  const { gateway } = parts
  return servedNames(key, gateway.snapshot(), gateway.catalogue).map((name) => served(name, parts))
}

/** Throws `model_not_found`, also for a model that this key may not call. */
export function servedModel(name: string, { key }: KeyHolder, parts: OpenRouterParts): ServedModel {
  if (mayUseModel(key, name)) return served(name, parts)
  throw new GatewayError('model_not_found', `There is no model ${name.slice(0, 100)}.`)
}

function served(name: string, { gateway }: OpenRouterParts): ServedModel {
  const { targets } = resolveModel(name, gateway.snapshot(), gateway.catalogue, gateway.clock.now())
  const byPlace = new Map(targets.map((target) => [`${target.providerName}/${target.model}`, target]))
  return { name, targets: [...byPlace.values()] }
}
