import { join } from 'node:path'
import type { JsonObject } from '../../src/core/json.ts'

/** The four kinds of provider that a simulator can stand in for, under the names that tests route to. */
export const PROVIDER_NAMES = ['openai', 'anthropic', 'gemini', 'compatible'] as const

export type ProviderName = (typeof PROVIDER_NAMES)[number]

/** The API key of a provider below, as its upstream gets to see it. */
export function credentialOf(provider: string): string {
  return `sk-upstream-${provider}-0123456789abcdef`
}

/** One simulator as all four, each with a credential of its own, so that faults can be scripted for one of them. */
export function simulatedProviders(simulatorUrl: string): Readonly<Record<ProviderName, JsonObject>> {
  return {
    openai: upstream('openai', 'openai', `${simulatorUrl}/v1`),
    anthropic: upstream('anthropic', 'anthropic', simulatorUrl),
    gemini: upstream('gemini', 'gemini', `${simulatorUrl}/v1beta`),
    compatible: upstream('compatible', 'openai-compatible', `${simulatorUrl}/v1`),
  }
}

export function upstream(name: string, kind: string, baseUrl: string): JsonObject {
  return { kind, base_url: baseUrl, api_key: credentialOf(name) }
}

/** A whole configuration as text: JSON is YAML too. What the test says wins; its providers are added. */
export function configText(simulatorUrl: string, directory: string, own: JsonObject): string {
  const { providers } = own as { providers?: JsonObject } // Tests write it so.
  return JSON.stringify({
    server: { host: '127.0.0.1', port: 0, drain_timeout: '2s' },
    ...own,
    storage: { url: `sqlite:${join(directory, 'portolan.db')}` },
    providers: {
      ...simulatedProviders(simulatorUrl),
      simulated: upstream('simulated', 'simulator', `${simulatorUrl}/v1`),
      ...providers,
    },
  })
}

/** The model's name at this provider, with a fault behind it; see `simulator/fault.ts`. */
export function faulty(provider: string, model: string, faults: readonly string[]): string {
  // Gemini's model is part of the path, where `?` and `&` mean something else.
  return provider === 'gemini' ? `${model}!${faults.join(',')}` : `${model}?${faults.join('&')}`
}
