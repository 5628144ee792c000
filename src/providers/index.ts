import type { Provider } from '../core/provider.ts'
import { anthropic } from './anthropic/index.ts'
import { cerebras } from './cerebras.ts'
import { deepseek } from './deepseek.ts'
import { gemini } from './gemini.ts'
import { groq } from './groq.ts'
import { minimax } from './minimax.ts'
import { mistral } from './mistral.ts'
import { moonshot } from './moonshot.ts'
import { openai } from './openai.ts'
import { openaiCompatible } from './openai-compatible.ts'
import { qwen } from './qwen.ts'
import { simulator } from './simulator.ts'
import { together } from './together.ts'
import { xai } from './xai.ts'
import { zhipu } from './zhipu.ts'

/** Every upstream API that this gateway speaks. A new one is a file of its own and a line here. */
export const PROVIDERS: readonly Provider[] = [
  openai,
  anthropic,
  gemini,
  mistral,
  deepseek,
  qwen,
  moonshot,
  zhipu,
  minimax,
  xai,
  groq,
  cerebras,
  together,
  openaiCompatible,
  simulator,
]

/** By the `kind` of the configuration file. */
export const PROVIDERS_BY_KIND: ReadonlyMap<string, Provider> = new Map(
  PROVIDERS.map((provider) => [provider.kind, provider]),
)
