import { foldName, snapshotStart } from '../../src/catalogue/names.ts'
import { unversioned } from './offer-list.ts'

/** `author` is the kind's own author, or null for a kind that serves many. */
export type Slugger = (author: string | null, nativeId: string) => Slug

export interface Slug {
  readonly slug: string
  /** Whether OpenRouter has it. */
  readonly isKnown: boolean
}

/**
 * Makes the namer of models. A native id is first taken apart into author and model, then looked for among OpenRouter's
 * own names, by ever looser readings; what OpenRouter does not know keeps the provider's spelling:
 *
 *   us.anthropic.claude-sonnet-4-5-20250929-v1:0       anthropic/claude-sonnet-4.5
 *   accounts/fireworks/models/glm-5p3                  z-ai/glm-5.3
 *   @cf/openai/gpt-oss-120b                            openai/gpt-oss-120b
 *   meta-llama/Llama-3.3-70B-Instruct-Turbo            meta-llama/llama-3.3-70b-instruct
 */
export function createSlugger(openRouterIds: Iterable<string>): Slugger {
  const shortestFirst = [...openRouterIds]
    .filter(isModelName)
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  const indexes = READINGS.map((read) => {
    // Of two names that read the same the last one stands: the one without a date, but the one that says `-instruct`.
    const names = read === untuned ? shortestFirst : shortestFirst.toReversed()
    return { read, known: new Map(names.map((name) => [keyOf(name, read), name])) }
  })

  return (author, nativeId) => {
    const name = splitName(author, nativeId)
    const renamed = RENAMED[`${name.author}/${foldName(name.model)}`]
    if (renamed !== undefined) return { slug: renamed, isKnown: true }
    for (const { read, known } of author === null ? indexes : indexes.slice(0, OWN_READINGS)) {
      const slug = known.get(`${name.author}/${read(name.model)}`)
      if (slug !== undefined) return { slug, isKnown: true }
    }
    return { slug: `${name.author}/${withoutDate(name.model)}`, isKnown: false }
  }
}

/** Leaves out variants (`:free`), moving pointers (`~anthropic/…`) and the few that have no author. */
function isModelName(id: string): boolean {
  return id.includes('/') && !id.includes(':') && !id.startsWith('~')
}

function keyOf(name: string, read: Reading): string {
  const slash = name.indexOf('/')
  return `${name.slice(0, slash)}/${read(name.slice(slash + 1))}`
}

type Reading = (model: string) => string

const spelled: Reading = (model) =>
  foldName(model)
    .replace(/^llama(\d)/, 'llama-$1')
    .replace(/^qwen-(\d)/, 'qwen$1')
const undated: Reading = (model) =>
  spelled(model.slice(0, snapshotStart(model)).replace(/-\d{2}-20\d{2}$/, ''))
/** Without the words by which hosts name a precision or a speed of the same weights. */
const unhosted: Reading = (model) =>
  undated(model).replace(/-(turbo|fp8|nvfp4|bf16|versatile|instant|maas|tput|hf)(?=-|$)/g, '')
/** Without the word for the tuned version, which every host's model is. */
const untuned: Reading = (model) =>
  unhosted(model)
    .replace(/-(instruct|it)(?=-|$)/g, '')
    .replace(/-v1$/, '')

const READINGS: readonly Reading[] = [spelled, undated, unhosted, untuned]
/** The first two serve for a vendor's own list: there, all other words tell models apart. */
const OWN_READINGS = 2

/** Lower case, without region, path and version of the host's own making. */
function splitName(author: string | null, nativeId: string): { author: string; model: string } {
  // Cloudflare's ids begin with `@cf/` or `@hf/`.
  const id = nativeId.toLowerCase().replace(/^@[a-z]+\//, '')
  if (author !== null) return { author, model: id }
  const path = /^(?:accounts\/fireworks\/(?:models|routers)|publishers\/\w+\/models)\/(.+)$/.exec(id)
  if (path?.[1] !== undefined) return byStem(path[1].replace(/(?<=\d)p(?=\d)/g, '.'))
  const slash = id.indexOf('/')
  if (slash > 0) return withAuthor(id.slice(0, slash), id.slice(slash + 1))
  const bedrock = /^(?:(?:apac|au|ca|eu|global|in|jp|us|us-gov)\.)?([a-z]+)\.([a-z].+)$/.exec(unversioned(id))
  if (bedrock?.[1] !== undefined && bedrock[2] !== undefined && AUTHORS[bedrock[1]] !== undefined) {
    return withAuthor(bedrock[1], bedrock[2])
  }
  return byStem(id)
}

function withAuthor(owner: string, model: string): { author: string; model: string } {
  const author = AUTHORS[owner] ?? owner
  // Some repeat the owner in the model (`meta-llama-3`, `zai-glm-4.7`), and Bedrock leaves it out (`r1`).
  if (author === 'deepseek' && !model.startsWith('deepseek')) return { author, model: `deepseek-${model}` }
  return { author, model: model.replace(/^(?:meta|nvidia)-/, '') }
}

/** For ids without an author: the family tells whose it is. One that nobody knows is filed under its own name. */
function byStem(id: string): { author: string; model: string } {
  const model = id.replace(/^(?:databricks|labs|open|zai)-/, '')
  const family = FAMILIES.find(([start]) => model.startsWith(start))
  return { author: family?.[1] ?? 'other', model }
}

/** Without the date, and with dots between the numbers of a version, as OpenRouter writes Claude's names. */
function withoutDate(model: string): string {
  const undatedModel = model.endsWith('-latest') ? model : model.slice(0, snapshotStart(model))
  return undatedModel.startsWith('claude')
    ? undatedModel.replace(/(?<=-\d)-(?=\d(?:-|$))/g, '.')
    : undatedModel
}

/** Owners as hosts spell them, to OpenRouter's authors. */
const AUTHORS: Readonly<Record<string, string>> = {
  alibaba: 'qwen',
  amazon: 'amazon',
  anthropic: 'anthropic',
  'deepseek-ai': 'deepseek',
  deepseek: 'deepseek',
  google: 'google',
  'meta-models': 'meta',
  meta: 'meta-llama',
  minimax: 'minimax',
  minimaxai: 'minimax',
  mistral: 'mistralai',
  moonshot: 'moonshotai',
  moonshotai: 'moonshotai',
  nvidia: 'nvidia',
  openai: 'openai',
  qwen: 'qwen',
  'stepfun-ai': 'stepfun',
  writer: 'writer',
  xai: 'x-ai',
  xiaomimimo: 'xiaomi',
  zai: 'z-ai',
  'zai-org': 'z-ai',
}

const FAMILIES: readonly (readonly [string, string])[] = [
  ['ada', 'openai'],
  ['babbage', 'openai'],
  ['chat', 'openai'],
  ['claude', 'anthropic'],
  ['codestral', 'mistralai'],
  ['codex', 'openai'],
  ['computer-use', 'openai'],
  ['curie', 'openai'],
  ['davinci', 'openai'],
  ['deepseek', 'deepseek'],
  ['devstral', 'mistralai'],
  ['doubao', 'bytedance-seed'],
  ['gemini', 'google'],
  ['gemma', 'google'],
  ['glm', 'z-ai'],
  ['gpt', 'openai'],
  ['ft:gpt', 'openai'],
  ['kimi', 'moonshotai'],
  ['leanstral', 'mistralai'],
  ['llama', 'meta-llama'],
  ['magistral', 'mistralai'],
  ['mai-', 'microsoft'],
  ['minimax', 'minimax'],
  ['ministral', 'mistralai'],
  ['mistral', 'mistralai'],
  ['mixtral', 'mistralai'],
  ['moderation', 'openai'],
  ['muse', 'meta'],
  ['o1', 'openai'],
  ['o3', 'openai'],
  ['o4', 'openai'],
  ['omni', 'openai'],
  ['phi-', 'microsoft'],
  ['pixtral', 'mistralai'],
  ['qwen', 'qwen'],
  ['text-', 'openai'],
  ['voxtral', 'mistralai'],
  ['whisper', 'openai'],
  ['wizardlm', 'microsoft'],
]

/** Where the vendor's name and OpenRouter's have no spelling in common. Keys are folded. */
const RENAMED: Readonly<Record<string, string>> = {
  'anthropic/claude-opus-4-0': 'anthropic/claude-opus-4',
  'anthropic/claude-sonnet-4-0': 'anthropic/claude-sonnet-4',
  'deepseek/deepseek-v3-0324': 'deepseek/deepseek-chat-v3-0324',
  'deepseek/deepseek-v3-1': 'deepseek/deepseek-chat-v3.1',
  'deepseek/deepseek-flash': 'deepseek/deepseek-v4.1-flash',
  'meta-llama/llama-4-maverick-17b-128e-instruct': 'meta-llama/llama-4-maverick',
  'meta-llama/llama-4-maverick-17b-128e-instruct-fp8': 'meta-llama/llama-4-maverick',
  'meta-llama/llama4-maverick-17b-instruct': 'meta-llama/llama-4-maverick',
  'meta-llama/llama-4-scout-17b-16e-instruct': 'meta-llama/llama-4-scout',
  'meta-llama/llama4-scout-17b-instruct': 'meta-llama/llama-4-scout',
  'meta-llama/llama3-2-11b-instruct': 'meta-llama/llama-3.2-11b-vision-instruct',
  'meta-llama/llama3-2-90b-instruct': 'meta-llama/llama-3.2-90b-vision-instruct',
  'minimax/m2-her': 'minimax/minimax-m2-her',
  'mistralai/devstral-2-123b': 'mistralai/devstral-2512',
  'mistralai/ministral-3-14b-instruct': 'mistralai/ministral-14b-2512',
  'mistralai/ministral-3-3b-instruct': 'mistralai/ministral-3b-2512',
  'mistralai/ministral-3-8b-instruct': 'mistralai/ministral-8b-2512',
  'mistralai/mistral-large-3-675b-instruct': 'mistralai/mistral-large-2512',
  'mistralai/mistral-medium-2505': 'mistralai/mistral-medium-3',
  'mistralai/mistral-medium-2508': 'mistralai/mistral-medium-3.1',
  'mistralai/mistral-medium-2604': 'mistralai/mistral-medium-3-5',
  'moonshotai/kimi-k2-0905-preview': 'moonshotai/kimi-k2-0905',
  'openai/chat-latest': 'openai/gpt-chat-latest',
  'openai/gpt-35-turbo': 'openai/gpt-3.5-turbo',
  'openai/gpt-35-turbo-16k': 'openai/gpt-3.5-turbo-16k',
  'qwen/qwen3-coder-480b-a35b': 'qwen/qwen3-coder',
  'qwen/qwen3-coder-480b-a35b-instruct': 'qwen/qwen3-coder',
  'x-ai/grok-4-0709': 'x-ai/grok-4',
  'x-ai/grok-4-1-fast-reasoning': 'x-ai/grok-4.1-fast',
  'x-ai/grok-4-fast-reasoning': 'x-ai/grok-4-fast',
}
