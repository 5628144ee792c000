import type { Provider } from '../core/provider.ts'
import { anthropic } from './anthropic/index.ts'
import { gemini } from './gemini.ts'
import { openai } from './openai.ts'
import { openaiCompatible } from './openai-compatible.ts'
import { simulator } from './simulator.ts'

/** Every upstream API that this gateway speaks. A new one is a file of its own and a line here. */
export const PROVIDERS: readonly Provider[] = [openai, anthropic, gemini, openaiCompatible, simulator]

/** By the `kind` of the configuration file. */
export const PROVIDERS_BY_KIND: ReadonlyMap<string, Provider> = new Map(
  PROVIDERS.map((provider) => [provider.kind, provider]),
)
