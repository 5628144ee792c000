import type { JsonObject } from '../../core/json.ts'

/** Where a provider of the Chat Completions family puts things, as its documentation shows it. */
export interface AnswerForm {
  readonly model: string
  /** Default: no thoughts are shown. */
  readonly thoughts?:
    | 'reasoning_content'
    | 'reasoning'
    | 'reasoning_details'
    | 'tags'
    | 'thinking'
    | 'summary'
  readonly usage: JsonObject
  /** Default `last`: in a chunk of its own, without choices. */
  readonly usageAt?: 'last' | 'finish' | 'x_groq' | 'choice' | 'each'
  /** Calls come whole and without an index. */
  readonly hasWholeCalls?: boolean
  readonly callIds?: readonly [string, string]
  /** Of an answer with calls. Default `tool_calls`. */
  readonly finish?: string
  /** Fields beside `choices` in every chunk. */
  readonly beside?: JsonObject
  /** The stream is over without `[DONE]`. */
  readonly isUnmarked?: boolean
  /** It sends the whole answer once more behind the deltas. */
  readonly repeatsWhole?: boolean
  /** It calls no tools. */
  readonly hasNoTools?: boolean
}

export const THOUGHT = 'The lake, then. "Ahoy" fits.'
export const TEXT = 'Ahoy from Zürich 🚢'
export const CALLS = [
  { name: 'weather', arguments: '{"city":"Zürich"}' },
  { name: 'tide', arguments: '{}' },
] as const

/** One answer with thoughts, text and two calls: whole, and as the data of its frames. */
export function chatAnswer(form: AnswerForm): { whole: JsonObject; frames: readonly string[] } {
  const { usage, hasNoTools = false } = form
  const ids = form.callIds ?? ['call_a1', 'call_b2']
  const calls = hasNoTools ? [] : CALLS.map((call, index) => ({ call, index, id: ids[index] ?? '' }))
  const finish = hasNoTools ? 'stop' : (form.finish ?? 'tool_calls')
  const whole = {
    ...head(form, 'chat.completion'),
    choices: [{ index: 0, message: wholeMessage(form, calls), finish_reason: finish }],
    usage,
  }
  const last = { ...chunk(form, {}, finish), ...usageOn(form, 'finish') }
  const chunks: JsonObject[] = [
    chunk(form, { role: 'assistant', content: '' }),
    ...thoughtDeltas(form).map((delta) => chunk(form, delta)),
    ...pieces(TEXT).map((text) => chunk(form, { content: textContent(form, text) })),
    ...calls.flatMap((each) => callDeltas(form, each)).map((delta) => chunk(form, delta)),
    form.usageAt === 'choice' ? withChoiceUsage(last, usage) : last,
    ...(form.usageAt === undefined || form.usageAt === 'last' ? [usageChunk(form)] : []),
    ...(form.repeatsWhole === true ? [whole] : []),
  ]
  const frames = chunks.map((each) => JSON.stringify(form.usageAt === 'each' ? { ...each, usage } : each))
  return { whole, frames: form.isUnmarked === true ? frames : [...frames, '[DONE]'] }
}

interface Called {
  readonly call: { readonly name: string; readonly arguments: string }
  readonly index: number
  readonly id: string
}

function head({ model, beside }: AnswerForm, object: string): JsonObject {
  return { id: 'cmpl-7', object, created: 1_780_000_000, model, ...beside }
}

function chunk(form: AnswerForm, delta: JsonObject, finish: string | null = null): JsonObject {
  return {
    ...head(form, 'chat.completion.chunk'),
    choices: [{ index: 0, delta, finish_reason: finish }],
  }
}

function usageChunk(form: AnswerForm): JsonObject {
  return { ...head(form, 'chat.completion.chunk'), choices: [], usage: form.usage }
}

function usageOn({ usage, usageAt }: AnswerForm, place: 'finish'): JsonObject {
  if (usageAt === 'x_groq') return { x_groq: { id: 'req_1', usage } }
  return usageAt === place ? { usage } : {}
}

function withChoiceUsage(last: JsonObject, usage: JsonObject): JsonObject {
  return { ...last, choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls', usage }] }
}

function wholeMessage(form: AnswerForm, calls: readonly Called[]): JsonObject {
  const tool_calls = calls.map(({ call, id }) => ({ id, type: 'function', function: call }))
  return {
    role: 'assistant',
    content: wholeContent(form),
    ...thoughtField(form, THOUGHT),
    ...(calls.length === 0 ? {} : { tool_calls }),
  }
}

function wholeContent({ thoughts }: AnswerForm): JsonObject[string] {
  const text = { type: 'text', text: TEXT }
  switch (thoughts) {
    case 'tags':
      return `<think>${THOUGHT}</think>\n\n${TEXT}`
    case 'thinking':
      return [{ type: 'thinking', thinking: [{ type: 'text', text: THOUGHT }] }, text]
    case 'summary':
      return [{ type: 'reasoning', summary: [{ type: 'summary_text', text: THOUGHT }] }, text]
    case 'reasoning_content':
    case 'reasoning':
    case 'reasoning_details':
    case undefined:
      return TEXT
  }
}

function thoughtField({ thoughts }: AnswerForm, text: string): JsonObject {
  if (thoughts === 'reasoning_details')
    return { reasoning_details: [{ type: 'reasoning.text', id: 'reasoning-1', index: 0, text }] }
  return thoughts === 'reasoning_content' || thoughts === 'reasoning' ? { [thoughts]: text } : {}
}

function thoughtDeltas(form: AnswerForm): readonly JsonObject[] {
  const { thoughts } = form
  if (thoughts === undefined) return []
  switch (thoughts) {
    case 'tags':
      return pieces(`<think>${THOUGHT}</think>\n\n`).map((content) => ({ content }))
    case 'thinking':
      return pieces(THOUGHT).map((text) => ({
        content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }],
      }))
    case 'summary':
      return pieces(THOUGHT).map((text) => ({
        content: [{ type: 'reasoning', summary: [{ type: 'summary_text', text }] }],
      }))
    case 'reasoning_content':
    case 'reasoning':
    case 'reasoning_details':
      return pieces(THOUGHT).map((text) => thoughtField(form, text))
  }
}

function textContent({ thoughts }: AnswerForm, text: string): JsonObject[string] {
  return thoughts === 'summary' ? [{ type: 'text', text }] : text
}

function callDeltas({ hasWholeCalls }: AnswerForm, { call, index, id }: Called): readonly JsonObject[] {
  if (hasWholeCalls === true) return [{ tool_calls: [{ id, function: call }] }]
  const first = { index, id, type: 'function', function: { name: call.name, arguments: '' } }
  const rest = pieces(call.arguments).map((text) => ({ index, function: { arguments: text } }))
  return [first, ...rest].map((delta) => ({ tool_calls: [delta] }))
}

/** In three, by characters. */
function pieces(text: string): readonly string[] {
  const letters = [...text]
  const size = Math.ceil(letters.length / 3)
  const cuts = [0, 1, 2].map((nth) => letters.slice(nth * size, (nth + 1) * size).join(''))
  return cuts.filter((piece) => piece !== '')
}
