import type { KindSetting, Provider } from '../core/provider.ts'
import { anthropic } from './anthropic/index.ts'
import { ark } from './ark.ts'
import { azureOpenAI } from './azure-openai.ts'
import { bedrock } from './bedrock/index.ts'
import { cerebras } from './cerebras.ts'
import { cloudflare } from './cloudflare.ts'
import { cohere } from './cohere/index.ts'
import { databricks } from './databricks.ts'
import { deepinfra } from './deepinfra.ts'
import { deepseek } from './deepseek.ts'
import { fireworks } from './fireworks.ts'
import { gemini } from './gemini.ts'
import { githubModels } from './github-models.ts'
import { groq } from './groq.ts'
import { huggingface } from './huggingface.ts'
import { hyperbolic } from './hyperbolic.ts'
import { jina } from './jina.ts'
import { litellm } from './litellm.ts'
import { llamacpp } from './llamacpp.ts'
import { lmstudio } from './lmstudio.ts'
import { minimax } from './minimax.ts'
import { mistral } from './mistral.ts'
import { moonshot } from './moonshot.ts'
import { novita } from './novita.ts'
import { nvidia } from './nvidia.ts'
import { ollama } from './ollama.ts'
import { openai } from './openai.ts'
import { openaiCompatible } from './openai-compatible.ts'
import { openrouter } from './openrouter.ts'
import { perplexity } from './perplexity.ts'
import { portkey } from './portkey.ts'
import { qwen } from './qwen.ts'
import { sambanova } from './sambanova.ts'
import { simulator } from './simulator.ts'
import { snowflake } from './snowflake.ts'
import { tgi } from './tgi.ts'
import { together } from './together.ts'
import { tokenmix } from './tokenmix.ts'
import { vercel } from './vercel.ts'
import { vertex } from './vertex/index.ts'
import { vllm } from './vllm.ts'
import { voyage } from './voyage.ts'
import { xai } from './xai.ts'
import { zhipu } from './zhipu.ts'

/** Every upstream API that this gateway speaks. A new one is a file of its own and a line here. */
export const PROVIDERS: readonly Provider[] = [
  openai,
  anthropic,
  gemini,
  azureOpenAI,
  bedrock,
  vertex,
  mistral,
  cohere,
  deepseek,
  qwen,
  moonshot,
  zhipu,
  minimax,
  ark,
  xai,
  groq,
  cerebras,
  together,
  fireworks,
  deepinfra,
  perplexity,
  nvidia,
  sambanova,
  hyperbolic,
  novita,
  huggingface,
  githubModels,
  cloudflare,
  databricks,
  snowflake,
  openrouter,
  tokenmix,
  portkey,
  litellm,
  vercel,
  ollama,
  lmstudio,
  vllm,
  llamacpp,
  tgi,
  jina,
  voyage,
  openaiCompatible,
  simulator,
]

/** Keys of the configuration that only some kinds have. */
export const PROVIDER_SETTINGS: readonly KindSetting[] = PROVIDERS.flatMap(({ kind, settings = [] }) =>
  settings.map((setting) => ({ ...setting, kind })),
)

/** By the `kind` of the configuration file. */
export const PROVIDERS_BY_KIND: ReadonlyMap<string, Provider> = new Map(
  PROVIDERS.map((provider) => [provider.kind, provider]),
)
