/** What is in the fields of the playground. Parts that are JSON are kept as text while they are typed. */
export interface Draft {
  readonly models: string
  readonly system: string
  readonly user: string
  /** `data:` addresses of pictures. */
  readonly images: readonly string[]
  readonly temperature: string
  readonly maxTokens: string
  readonly tools: string
  readonly schema: string
  /** Of a trace: what came before the last message of the user, as it was. */
  readonly before: readonly Message[]
}

type Message = Readonly<Record<string, unknown>>

export const EMPTY_DRAFT: Draft = {
  models: 'sim/echo, sim/lorem',
  system: '',
  user: 'Name three instruments of navigation.',
  images: [],
  temperature: '',
  maxTokens: '300',
  tools: '',
  schema: '',
  before: [],
}

export function modelsOf({ models }: Draft): readonly string[] {
  const names = models.split(',').map((name) => name.trim())
  return [...new Set(names.filter((name) => name !== ''))].slice(0, MODELS_MAX)
}

const MODELS_MAX = 6

/** The request for one model. Throws a `SyntaxError` where tools or schema are no JSON. */
export function requestOf(draft: Draft, model: string): Record<string, unknown> {
  return {
    model,
    messages: [
      ...(draft.system.trim() === '' ? [] : [{ role: 'system', content: draft.system }]),
      ...draft.before,
      { role: 'user', content: contentOf(draft) },
    ],
    ...(draft.temperature === '' ? {} : { temperature: Number(draft.temperature) }),
    ...(draft.maxTokens === '' ? {} : { max_tokens: Number(draft.maxTokens) }),
    ...(draft.tools.trim() === '' ? {} : { tools: JSON.parse(draft.tools) as unknown }),
    ...(draft.schema.trim() === '' ? {} : { response_format: formatOf(draft.schema) }),
  }
}

function contentOf({ user, images }: Draft): unknown {
  if (images.length === 0) return user
  return [{ type: 'text', text: user }, ...images.map((url) => ({ type: 'image_url', image_url: { url } }))]
}

function formatOf(schema: string) {
  return {
    type: 'json_schema',
    json_schema: { name: 'answer', strict: true, schema: JSON.parse(schema) as unknown },
  }
}

/** A recorded request of OpenAI's form, or of Anthropic's as far as its messages are plain text. */
export function draftOfRequest(request: unknown, model: string): Draft {
  const { messages, system, tools, temperature, max_tokens } = (request ?? {}) as Readonly<
    Record<string, unknown>
  > // Looked at one by one.
  const all = Array.isArray(messages) ? (messages as Message[]) : []
  const lead = all.filter(({ role }) => role === 'system' || role === 'developer')
  const talk = all.filter((message) => !lead.includes(message))
  const last = talk.at(-1)
  return {
    ...EMPTY_DRAFT,
    models: model,
    system: [typeof system === 'string' ? system : '', ...lead.map(({ content }) => textOf(content))]
      .filter(Boolean)
      .join('\n\n'),
    user: textOf(last?.content),
    images: imagesOf(last?.content),
    before: talk.slice(0, -1),
    tools: tools === undefined ? '' : JSON.stringify(tools, null, 2),
    temperature: typeof temperature === 'number' ? String(temperature) : '',
    maxTokens: typeof max_tokens === 'number' ? String(max_tokens) : EMPTY_DRAFT.maxTokens,
  }
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  const parts = Array.isArray(content) ? (content as Message[]) : []
  return parts.flatMap(({ text }) => (typeof text === 'string' ? [text] : [])).join('\n')
}

function imagesOf(content: unknown): string[] {
  const parts = Array.isArray(content) ? (content as Message[]) : []
  return parts.flatMap(({ image_url }) => {
    const { url } = (image_url ?? {}) as { url?: unknown }
    return typeof url === 'string' ? [url] : []
  })
}
