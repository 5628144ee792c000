import { usdToNanos } from '../../core/money.ts'
import { isJsonObject, type JsonObject, parseJsonObject } from '../../core/json.ts'
import type { Felt } from '../../drill/felt.ts'

export interface CallerOptions {
  readonly url: string
  readonly key: string
  readonly model: string
  readonly stream: boolean
  monotonicMs(): number
  /** Ends whatever is under way. */
  readonly signal: AbortSignal
}

/** Asks one small question. Null where it was called off; never rejects. */
export async function ask(options: CallerOptions): Promise<Felt | null> {
  const startedAtMs = options.monotonicMs()
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(TIMEOUT_MS)])
  try {
    const response = await send(options, signal)
    const { text, firstAtMs } = await readAll(response, options)
    const heard = options.stream && response.ok ? heardInStream(text) : heardWhole(text, response)
    return {
      startedAtMs,
      firstMs: heard.code === null && firstAtMs !== null ? firstAtMs - startedAtMs : null,
      provider: response.headers.get('x-portolan-provider'),
      ...heard,
    }
  } catch {
    if (options.signal.aborted) return null
    return { startedAtMs, firstMs: null, code: 'no_answer', provider: null, costNanos: null }
  }
}

/** Longer than any gateway should let a caller wait. */
const TIMEOUT_MS = 120_000
/** Answers are a few words; nothing that is longer has to be kept. */
const ANSWER_CHARS_MAX = 1_000_000

function send({ url, key, model, stream }: CallerOptions, signal: AbortSignal): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'x-portolan-tags': 'drill',
    },
    body: JSON.stringify({
      model,
      max_tokens: 16,
      messages: [{ role: 'user', content: 'Say ahoy.' }],
      ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
    }),
    redirect: 'manual', // The key goes where it was sent and nowhere else.
    signal,
  })
}

async function readAll(
  response: Response,
  { monotonicMs }: CallerOptions,
): Promise<{ readonly text: string; readonly firstAtMs: number | null }> {
  let text = ''
  let firstAtMs: number | null = null
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    firstAtMs ??= monotonicMs()
    if (text.length < ANSWER_CHARS_MAX) text += decoder.decode(chunk, { stream: true })
  }
  return { text, firstAtMs }
}

type Heard = Pick<Felt, 'code' | 'costNanos'>

function heardWhole(text: string, { ok, status, headers }: Response): Heard {
  const body = parseJsonObject(text)
  const cost = headers.get('x-portolan-cost')
  if (ok && body !== null) return { code: null, costNanos: cost === null ? null : usdToNanos(Number(cost)) }
  return { code: codeIn(body) ?? (ok ? 'cut_off' : `status_${status}`), costNanos: null }
}

/** A stream that broke off has an error at its end, or else no end. */
function heardInStream(text: string): Heard {
  const frames = text.split('\n').flatMap((line) => (line.startsWith('data:') ? line.slice(5).trim() : []))
  const bodies = frames.map(parseJsonObject).filter((body) => body !== null)
  const code = bodies.map(codeIn).find((each) => each !== null) ?? null
  const cost = bodies.map(({ usage }) => (isJsonObject(usage) ? usage.cost : null)).findLast(isNumber)
  return {
    code: code ?? (frames.at(-1) === '[DONE]' ? null : 'cut_off'),
    costNanos: cost === undefined ? null : usdToNanos(cost),
  }
}

function codeIn(body: JsonObject | null): string | null {
  const error = body?.error
  return isJsonObject(error) ? String(error.code ?? error.type ?? 'unknown') : null
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}
