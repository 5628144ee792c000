import type { JsonObject } from '../../src/core/json.ts'
import type { Answer, AnswerPart, Frame, Tokens } from '../answer.ts'

/** https://platform.openai.com/docs/api-reference/responses/object. Of several answers it can give only the first. */
export function renderResponsesAnswer(answer: Answer): string {
  return JSON.stringify(whole(answer))
}

/** https://platform.openai.com/docs/api-reference/responses-streaming — one delta for each token. */
export function* renderResponsesStream(answer: Answer): Iterator<Frame> {
  let sequence = 0
  const made = (type: string, fields: JsonObject, tokens = 0, isTerminator = false): Frame => ({
    text: `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence++, ...fields })}\n\n`,
    tokens,
    isTerminator,
  })
  const response = { ...head(answer), status: 'in_progress', output: [], usage: null }
  yield made('response.created', { response })
  yield made('response.in_progress', { response })
  for (const [index, part] of partsOf(answer).entries()) {
    const item = itemOf(part, answer, index)
    const where = { item_id: item.id, output_index: index }
    yield made('response.output_item.added', { output_index: index, item: emptied(item) })
    const { name, field, at, shell } = SHAPES[part.type]
    const inside = { ...where, ...at }
    if (shell !== null) yield made(`response.${shell}.added`, { ...inside, part: contentOf(part, '') })
    for (const token of part.tokens) {
      const logprobs = part.type === 'text' ? { logprobs: [] } : {}
      yield made(`response.${name}.delta`, { ...inside, delta: token, ...logprobs }, 1)
    }
    const text = part.tokens.join('')
    yield made(`response.${name}.done`, { ...inside, [field]: text })
    if (shell !== null) yield made(`response.${shell}.done`, { ...inside, part: contentOf(part, text) })
    yield made('response.output_item.done', { output_index: index, item })
  }
  const end = whole(answer)
  yield made(`response.${String(end.status)}`, { response: end }, 0, true)
}

const SHAPES = {
  text: { name: 'output_text', field: 'text', at: { content_index: 0 }, shell: 'content_part' },
  reasoning: {
    name: 'reasoning_summary_text',
    field: 'text',
    at: { summary_index: 0 },
    shell: 'reasoning_summary_part',
  },
  'tool-call': { name: 'function_call_arguments', field: 'arguments', at: {}, shell: null },
} as const

function whole(answer: Answer): JsonObject {
  const finish = answer.choices[0]?.finish ?? 'stop'
  const reason =
    finish === 'length' ? 'max_output_tokens' : finish === 'content-filter' ? 'content_filter' : null
  return {
    ...head(answer),
    status: reason === null ? 'completed' : 'incomplete',
    incomplete_details: reason === null ? null : { reason },
    output: partsOf(answer).map((part, index) => itemOf(part, answer, index)),
    usage: answer.reported === null ? null : usageOf(answer.reported),
  }
}

function partsOf({ choices }: Answer): readonly AnswerPart[] {
  return choices[0]?.parts ?? []
}

function head({ id, model, createdMs }: Answer): JsonObject {
  return {
    id,
    object: 'response',
    created_at: Math.floor(createdMs / 1000),
    background: false,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    model,
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    service_tier: 'default',
    store: true,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    user: null,
    metadata: {},
  }
}

/** The reasoning is shown as a summary, and comes encrypted as well: what is checked when it is sent back. */
function itemOf(part: AnswerPart, { id }: Answer, index: number): JsonObject {
  const name = `${id.slice(id.indexOf('_') + 1)}${index}`
  const text = part.tokens.join('')
  switch (part.type) {
    case 'text':
      return {
        id: `msg_${name}`,
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [contentOf(part, text)],
      }
    case 'reasoning':
      return {
        id: `rs_${name}`,
        type: 'reasoning',
        summary: [contentOf(part, text)],
        encrypted_content: part.signature,
      }
    case 'tool-call':
      return {
        id: `fc_${name}`,
        type: 'function_call',
        status: 'completed',
        call_id: part.id,
        name: part.name,
        arguments: text,
      }
  }
}

function emptied(item: JsonObject): JsonObject {
  switch (item.type) {
    case 'message':
      return { ...item, status: 'in_progress', content: [] }
    case 'reasoning':
      return { ...item, summary: [] }
    default:
      return { ...item, status: 'in_progress', arguments: '' }
  }
}

function contentOf({ type }: AnswerPart, text: string): JsonObject {
  if (type === 'reasoning') return { type: 'summary_text', text }
  return { type: 'output_text', text, annotations: [], logprobs: [] }
}

function usageOf({ input, output, reasoning }: Tokens): JsonObject {
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  }
}
