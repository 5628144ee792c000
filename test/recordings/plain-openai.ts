import type { FinishReason } from '../../src/core/event.ts'
import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { list, object, objectsIn, type Recorded, string } from './plain-json.ts'
import { type Counts, counted, input, type Substance } from './substance.ts'

/** The plainest reading there is of an answer in the chat format: every string of the one kind, joined. */
export function plainOpenAI(recorded: Recorded): Substance {
  const { body, frames } = recorded
  const chunks = objectsIn(recorded)
  const choices = chunks.flatMap((chunk) => list(chunk.choices)).filter(({ index }) => (index ?? 0) === 0)
  const messages = choices.map(({ delta, message }) => object(delta ?? message))
  const content = messages.flatMap((message) =>
    typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : list(message.content),
  )
  const calls = plainCalls(messages, body !== null)
  const isBroken =
    frames?.some(({ event }) => event === 'error') === true || chunks.some(({ error }) => error)
  return {
    text: content.map(({ text }) => string(text)).join(''),
    reasoning: messages.map(reasoning).join(''),
    refusal: messages.map(({ refusal }) => string(refusal)).join(''),
    calls: calls.map(({ name, text }) => [name, input(text)]),
    finish: isBroken ? null : finish(choices, calls.length > 0),
    usage: usage(chunks),
  }
}

function reasoning(message: JsonObject): string {
  const thinking = list(message.content).flatMap((chunk) => list(chunk.thinking))
  const plain = string(message.reasoning) || string(message.reasoning_content)
  return plain + thinking.map(({ text }) => string(text)).join('')
}

interface PlainCall {
  readonly index: JsonValue | undefined
  readonly id: string
  readonly name: string
  text: string
}

/** A call begins with a name under an id or index that is new; what comes without is more of the one it points at. */
function plainCalls(messages: readonly JsonObject[], isWhole: boolean): PlainCall[] {
  const calls: PlainCall[] = []
  for (const delta of messages.flatMap(({ tool_calls }) => list(tool_calls))) {
    const { name, arguments: given } = object(delta.function)
    const text = typeof given === 'string' ? given : given == null ? '' : JSON.stringify(given)
    const id = string(delta.id)
    const known = calls.findLast((call) => delta.index === undefined || call.index === delta.index)
    const isNew = known === undefined || isWhole || (id !== '' && id !== known.id)
    if (isNew && string(name) !== '') calls.push({ index: delta.index, id, name: string(name), text })
    else if (known !== undefined) known.text += text
  }
  return calls
}

/** An answer that ends to have its calls made ends for that, also where the provider says `stop`. */
function finish(choices: readonly JsonObject[], hasCalls: boolean): FinishReason {
  const raw = choices.map(({ finish_reason }) => finish_reason).findLast((reason) => reason != null) ?? 'stop'
  const reason = FINISHES[String(raw)] ?? 'other'
  return reason === 'stop' && hasCalls ? 'tool-calls' : reason
}

const FINISHES: Readonly<Record<string, FinishReason>> = {
  '': 'stop',
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  content_filter: 'content-filter',
}

/** What the total says beyond its two parts was reasoning. Zeros stand for what is not known yet. */
function usage(chunks: readonly JsonObject[]): Counts | null {
  const found = chunks
    .map((chunk) => object(chunk.usage ?? object(chunk.x_groq).usage ?? list(chunk.choices)[0]?.usage))
    .findLast(({ completion_tokens, prompt_tokens }) => completion_tokens || prompt_tokens)
  const prompt = Number(found?.prompt_tokens ?? 0)
  const completion = Number(found?.completion_tokens ?? 0)
  const beyond = Math.max(0, Number(found?.total_tokens ?? 0) - prompt - completion)
  const details = object(found?.prompt_tokens_details)
  return counted({
    input: prompt,
    output: completion + beyond,
    cacheRead:
      details.cached_tokens ??
      found?.prompt_cache_hit_tokens ??
      found?.cached_tokens ??
      found?.num_cached_tokens,
    cacheWrite: details.cache_write_tokens,
    reasoning: object(found?.completion_tokens_details).reasoning_tokens ?? found?.reasoning_tokens ?? beyond,
  })
}
