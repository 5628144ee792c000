import { GatewayError } from '../../core/error.ts'
import type { Price } from '../../core/price.ts'
import type { Target } from '../../routing/target.ts'
import type { Gateway } from '../gateway.ts'
import { type ConfiguredProvider, expandTarget, type Snapshot } from '../snapshot.ts'

/** The provider that a pass-through names. Throws `not_found`. */
export function providerNamed(name: string, { providers }: Snapshot): ConfiguredProvider {
  const provider = providers.get(name)
  if (provider !== undefined) return provider
  throw new GatewayError('not_found', `There is no provider ${name.slice(0, 100)} to pass anything on to.`)
}

/** One of its credentials, by their weights, with the price that a configured target of the same model has. */
export function passTarget(
  provider: ConfiguredProvider,
  model: string | null,
  snapshot: Snapshot,
  { catalogue, random }: Pick<Gateway, 'catalogue' | 'random'>,
): Target {
  const price = model === null ? null : configuredPrice(provider.name, model, snapshot)
  const targets = expandTarget(provider, model ?? '*', { position: 0, weight: 1, price }, catalogue)
  let left = random() * targets.reduce((sum, { credentialWeight }) => sum + credentialWeight, 0)
  for (const target of targets) {
    left -= target.credentialWeight
    if (left < 0) return target
  }
  const [first] = targets
  if (first === undefined) throw new Error(`Provider ${provider.name} has no target.`) // There is one at least.
  return first
}

function configuredPrice(provider: string, model: string, { routes }: Snapshot): Price | null {
  for (const { targets } of routes.values()) {
    for (const target of targets) {
      if (target.providerName === provider && target.model === model && target.price !== null)
        return target.price
    }
  }
  return null
}
