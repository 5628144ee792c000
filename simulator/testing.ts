import type { SseFrame } from '../src/core/provider.ts'
import { SseParser } from '../src/wire/sse.ts'
import type { Simulator } from './simulator.ts'

/**
 * The four wire formats, each with its smallest request for a text answer, for tests of what they share. Readers of
 * answers take whatever a test got: a wrong shape reads as empty, and fails the test there.
 */
export const FORMATS = [
  {
    wire: 'openai-chat',
    path: () => '/v1/chat/completions',
    headers: {},
    body: (model: string, text: string, stream: boolean) => ({
      model,
      stream,
      ...(stream ? { stream_options: { include_usage: true } } : {}),
      messages: [{ role: 'user', content: text }],
    }),
    /** Finds the text of a whole answer, and of one event. */
    text: (body: unknown) => String((body as Body).choices?.[0]?.message?.content ?? ''),
    delta: (body: unknown) => String((body as Body).choices?.[0]?.delta?.content ?? ''),
    errorText: (body: unknown) => (body as Body).error?.message,
  },
  {
    wire: 'anthropic-messages',
    path: () => '/v1/messages',
    headers: { 'anthropic-version': '2023-06-01' },
    body: (model: string, text: string, stream: boolean) => ({
      model,
      stream,
      max_tokens: 4096,
      messages: [{ role: 'user', content: text }],
    }),
    text: (body: unknown) => String((body as Body).content?.[0]?.text ?? ''),
    delta: (body: unknown) => {
      const { delta } = body as Body
      return typeof delta === 'object' ? String(delta.text ?? '') : ''
    },
    errorText: (body: unknown) => (body as Body).error?.message,
  },
  {
    wire: 'gemini',
    path: (model: string, stream: boolean) =>
      `/v1beta/models/${encodeURIComponent(model)}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
    headers: {},
    body: (_model: string, text: string, _stream: boolean) => ({
      contents: [{ role: 'user', parts: [{ text }] }],
    }),
    text: (body: unknown) => String((body as Body).candidates?.[0]?.content?.parts?.[0]?.text ?? ''),
    delta: (body: unknown) => String((body as Body).candidates?.[0]?.content?.parts?.[0]?.text ?? ''),
    errorText: (body: unknown) => (body as Body).error?.message,
  },
  {
    wire: 'openai-responses',
    path: () => '/v1/responses',
    headers: {},
    body: (model: string, text: string, stream: boolean) => ({ model, stream, input: text }),
    text: (body: unknown) => String((body as Body).output?.[0]?.content?.[0]?.text ?? ''),
    delta: (body: unknown) =>
      (body as Body).type === 'response.output_text.delta' ? String((body as Body).delta) : '',
    errorText: (body: unknown) => (body as Body).error?.message,
  },
] as const

/** As much of the four answers as these tests look at. */
interface Body {
  readonly choices?: readonly { message?: { content?: string }; delta?: { content?: string } }[]
  readonly content?: readonly { text?: string }[]
  readonly delta?: { text?: string } | string
  readonly type?: string
  readonly output?: readonly { content?: readonly { text?: string }[] }[]
  readonly candidates?: readonly { content?: { parts?: readonly { text?: string }[] } }[]
  readonly error?: { message?: string }
}

export type FormatCase = (typeof FORMATS)[number]

export function ask(
  simulator: Simulator,
  format: FormatCase,
  model: string,
  { text = 'one two three', stream = false, headers = {}, signal }: AskOptions = {},
): Promise<Response> {
  return fetch(simulator.url + format.path(model, stream), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...format.headers, ...headers },
    body: JSON.stringify(format.body(model, text, stream)),
    ...(signal === undefined ? {} : { signal }),
  })
}

interface AskOptions {
  readonly text?: string
  readonly stream?: boolean
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export function post(
  simulator: Simulator,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
) {
  return fetch(simulator.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** All events of a stream, and whether the bytes ended as they should. */
export async function frames(
  response: Response,
): Promise<{ frames: SseFrame[]; isCut: boolean; chunks: number }> {
  const parser = new SseParser()
  const read: SseFrame[] = []
  let chunks = 0
  try {
    for await (const chunk of response.body ?? []) {
      chunks++
      read.push(...parser.push(chunk))
    }
  } catch {
    return { frames: read, isCut: true, chunks }
  }
  return { frames: read, isCut: false, chunks }
}

export function deltas(format: FormatCase, all: readonly SseFrame[]): string {
  return all.map(({ data }) => (data === '[DONE]' ? '' : format.delta(JSON.parse(data)))).join('')
}
