/** Where each provider kind finds its models in the sources. */
export interface KindSources {
  readonly kind: string
  /** Provider ids of `@pydantic/genai-prices`, in order of preference. */
  readonly genaiPrices: readonly string[]
  /** Files of `@earendil-works/pi-ai`, without `.json`. */
  readonly piAi: readonly string[]
  /** Providers of `@mastra/core`, for names that the two others lack. */
  readonly names?: readonly string[]
  /** The author of everything it serves; null where it serves many authors' models. */
  readonly author: string | null
  /** Which of the sources' models are its own, where a source lists more under that name. */
  readonly serves?: (id: string) => boolean
  /** Prices of the second source are those of another product, and are not taken. */
  readonly ignorePiAiPrices?: true
}

export const KINDS: readonly KindSources[] = [
  { kind: 'anthropic', genaiPrices: ['anthropic'], piAi: ['anthropic'], author: 'anthropic' },
  { kind: 'ark', genaiPrices: [], piAi: [], names: ['volcengine'], author: null },
  // Azure sells OpenAI's models at OpenAI's prices; the first source lists only the exceptions.
  { kind: 'azure-openai', genaiPrices: ['azure', 'openai'], piAi: ['azure'], author: null },
  { kind: 'bedrock', genaiPrices: ['aws'], piAi: ['amazon-bedrock'], author: null },
  { kind: 'cerebras', genaiPrices: ['cerebras'], piAi: ['cerebras'], author: null },
  {
    kind: 'cloudflare',
    genaiPrices: ['cloudflare'],
    piAi: ['cloudflare-workers-ai'],
    author: null,
    // Embeddings, classifiers and translators are in the list too.
    serves: (id) => !/^@cf\/(?:ai4bharat|baai|huggingface)\/|embed/.test(id),
  },
  { kind: 'cohere', genaiPrices: ['cohere'], piAi: [], author: 'cohere' },
  { kind: 'databricks', genaiPrices: [], piAi: [], names: ['databricks'], author: null },
  { kind: 'deepinfra', genaiPrices: [], piAi: [], names: ['deepinfra'], author: null },
  { kind: 'deepseek', genaiPrices: ['deepseek'], piAi: ['deepseek'], author: 'deepseek' },
  { kind: 'fireworks', genaiPrices: ['fireworks'], piAi: ['fireworks'], author: null },
  {
    kind: 'gemini',
    genaiPrices: ['google'],
    piAi: ['google'],
    author: 'google',
    serves: (id) => !id.startsWith('claude') && !id.endsWith('-maas'),
  },
  { kind: 'groq', genaiPrices: ['groq'], piAi: ['groq'], author: null },
  { kind: 'huggingface', genaiPrices: [], piAi: ['huggingface'], author: null },
  { kind: 'minimax', genaiPrices: ['minimax'], piAi: ['minimax'], author: 'minimax' },
  { kind: 'mistral', genaiPrices: ['mistral'], piAi: ['mistral'], author: null },
  { kind: 'moonshot', genaiPrices: ['moonshotai'], piAi: ['moonshotai'], author: 'moonshotai' },
  { kind: 'novita', genaiPrices: ['novita'], piAi: [], names: ['novita-ai'], author: null },
  // Its zeros are a free trial, not a price.
  { kind: 'nvidia', genaiPrices: [], piAi: ['nvidia'], author: null, ignorePiAiPrices: true },
  { kind: 'openai', genaiPrices: ['openai'], piAi: ['openai'], author: 'openai' },
  // The second source alone: it is younger, and a gateway's prices move with everybody's.
  { kind: 'openrouter', genaiPrices: [], piAi: ['openrouter'], author: null, serves: isPlainName },
  { kind: 'perplexity', genaiPrices: ['perplexity'], piAi: [], author: 'perplexity' },
  // A subscription's list: right ids and sizes, no prices by the token.
  {
    kind: 'qwen',
    genaiPrices: [],
    piAi: ['qwen-token-plan'],
    names: ['alibaba'],
    author: 'qwen',
    serves: (id) => id.startsWith('qwen'),
    ignorePiAiPrices: true,
  },
  { kind: 'snowflake', genaiPrices: [], piAi: [], names: ['snowflake-cortex'], author: null },
  { kind: 'together', genaiPrices: ['together'], piAi: ['together'], author: null },
  { kind: 'vercel', genaiPrices: [], piAi: ['vercel-ai-gateway'], author: null, serves: isPlainName },
  // Claude at Anthropic's prices, where Google's own list has none. The second source leaves out the step for long
  // prompts.
  {
    kind: 'vertex',
    genaiPrices: ['google', 'anthropic'],
    piAi: ['google-vertex'],
    author: null,
    ignorePiAiPrices: true,
  },
  { kind: 'xai', genaiPrices: ['x-ai'], piAi: ['xai'], author: 'x-ai' },
  // The international service, in dollars. `zhipuai` is the Chinese one at other prices, converted from yuan.
  { kind: 'zhipu', genaiPrices: ['zai'], piAi: ['zai'], author: 'z-ai' },
]

/** Not a variant (`:free`), a moving pointer (`~anthropic/…`) or a router, whose prices are not a model's. */
function isPlainName(id: string): boolean {
  return /^[a-z0-9]/.test(id) && id.includes('/') && !id.includes(':') && !id.startsWith('openrouter/')
}

/** A conflict here is a fault of a source that somebody has to look at before the file may change. */
export const DIRECT_KINDS: ReadonlySet<string> = new Set(['anthropic', 'gemini', 'openai'])

/** See `CatalogueFile.prefixes`. Not `global.` and `us-gov.`: those have prices of their own. */
export const PREFIXES: Readonly<Record<string, readonly string[]>> = {
  bedrock: ['apac.', 'au.', 'ca.', 'eu.', 'in.', 'jp.', 'us.'],
  gemini: ['models/'],
  vertex: ['publishers/anthropic/models/', 'publishers/google/models/'],
}

/** Names of the first source that stand for a model but that the provider's API does not accept, and what it does. */
export const CALLABLE: Readonly<Record<string, string>> = {
  'anthropic:claude-3-haiku': 'claude-3-haiku-20240307',
  'cohere:command-a': 'command-a-03-2025',
  'cohere:command-r7b': 'command-r7b-12-2024',
  'vertex:claude-4-opus': 'claude-opus-4',
  'vertex:claude-4-sonnet': 'claude-sonnet-4',
}
