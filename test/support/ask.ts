import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../../src/core/json.ts'
import { SseParser } from '../../src/wire/sse.ts'

export const DIALECT_NAMES = ['openai', 'anthropic'] as const

export type DialectName = (typeof DIALECT_NAMES)[number]

export interface Question {
  readonly dialect: DialectName
  readonly key: string
  readonly model: string
  readonly stream: boolean
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Further fields of the body. */
  readonly body?: JsonObject
  readonly signal?: AbortSignal
}

/** An answer as its bytes were, and the little that tests of faults want to know of it. */
export interface Heard {
  readonly status: number
  readonly headers: Headers
  /** The exchange. */
  readonly id: string
  readonly bytes: string
  /** The answer's text, as far as it came. */
  readonly text: string
  /** The gateway's code, of a failed reply or inside a stream. */
  readonly error: string | null
  /** Whether it says of itself that it is whole: a 200 with all its bytes and, streamed, with the format's end mark. */
  readonly isWhole: boolean
}

const PATHS = { openai: '/v1/chat/completions', anthropic: '/v1/messages' } as const
const END_MARKS = { openai: 'data: [DONE]', anthropic: 'event: message_stop' } as const

/** Asks in plain HTTP, so that a test sees every byte. */
export async function ask(url: string, question: Question): Promise<Heard> {
  const { dialect, stream } = question
  const response = await begin(url, question)
  const { bytes, isCut } = await readAll(response)
  const values = stream && response.status === 200 ? eventsOf(bytes) : [parseJsonObject(bytes) ?? {}]
  return {
    status: response.status,
    headers: response.headers,
    id: response.headers.get('x-request-id') ?? '',
    bytes,
    text: values.map((value) => textOf(dialect, value)).join(''),
    error: values.map(errorCodeOf).find((code) => code !== null) ?? null,
    isWhole: response.status === 200 && !isCut && (!stream || bytes.includes(END_MARKS[dialect])),
  }
}

/** The same, up to the head of the reply. */
export function begin(url: string, question: Question): Promise<Response> {
  const { dialect, key, model, stream, text = 'one two three', signal } = question
  const auth = dialect === 'openai' ? { authorization: `Bearer ${key}` } : { 'x-api-key': key }
  const body = {
    model,
    stream,
    messages: [{ role: 'user', content: text }],
    ...(dialect === 'anthropic' ? { max_tokens: 4_096 } : {}),
    ...question.body,
  }
  return fetch(`${url}${PATHS[dialect]}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...auth, ...question.headers },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  })
}

async function readAll(response: Response): Promise<{ bytes: string; isCut: boolean }> {
  const decoder = new TextDecoder()
  let bytes = ''
  try {
    for await (const chunk of response.body ?? []) bytes += decoder.decode(chunk, { stream: true })
    return { bytes, isCut: false }
  } catch {
    return { bytes, isCut: true }
  }
}

function eventsOf(bytes: string): JsonObject[] {
  const parser = new SseParser()
  const frames = [...parser.push(Buffer.from(bytes)), ...parser.end()]
  return frames.map(({ data }) => parseJsonObject(data) ?? {})
}

/** Of a whole answer or of one event of a stream. */
function textOf(dialect: DialectName, value: JsonObject): string {
  if (dialect === 'anthropic') {
    const blocks = Array.isArray(value.content) ? value.content : [value.delta]
    return blocks.map((block) => stringAt(block, 'text')).join('')
  }
  const choice = Array.isArray(value.choices) ? value.choices[0] : undefined
  if (!isJsonObject(choice)) return ''
  return stringAt(choice.message ?? choice.delta, 'content')
}

function errorCodeOf(value: JsonObject): string | null {
  const { error } = value
  if (!isJsonObject(error)) return null
  const own = isJsonObject(error.portolan) ? stringAt(error.portolan, 'code') : ''
  return own === '' ? stringAt(error, 'code') : own
}

function stringAt(value: JsonValue | undefined, name: string): string {
  const found = isJsonObject(value) ? value[name] : undefined
  return typeof found === 'string' ? found : ''
}
