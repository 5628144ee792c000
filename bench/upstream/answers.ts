/** What the upstream says it used, each time. */
export const USAGE = { prompt_tokens: 400, completion_tokens: 100, total_tokens: 500 } as const

export const STREAM_EVENTS = 100
/** The usage report and `[DONE]`, behind the answer's own events. */
export const STREAM_END_EVENTS = 2

const ID = 'chatcmpl-bench0000000000000000000000'
const CREATED = 1_700_000_000
const SENTENCE = 'The harbour lies open to the south and is sheltered from every other wind that blows. '

/** A `chat.completion` of about 1 KB, as one whole HTTP response. */
export function wholeAnswer(model: string): Buffer {
  const message = { role: 'assistant', content: SENTENCE.repeat(8).trim(), refusal: null }
  const body = JSON.stringify({
    id: ID,
    object: 'chat.completion',
    created: CREATED,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    usage: USAGE,
    service_tier: 'default',
    system_fingerprint: 'fp_bench',
  })
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`
  return Buffer.from(head + body)
}

export const STREAM_HEAD = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n',
)
export const STREAM_END = Buffer.from('0\r\n\r\n')

/** The events of one streamed answer, each an HTTP chunk of its own: the usage report and `[DONE]` are the last two. */
export function streamedAnswer(model: string, events: number): readonly Buffer[] {
  const deltas = Array.from({ length: events }, (_, index) => ({
    delta: index === 0 ? { role: 'assistant', content: 'A' } : { content: ' word' },
    finish_reason: index === events - 1 ? 'stop' : null,
  }))
  const chunks = deltas.map((choice) => chunk(model, { choices: [{ index: 0, logprobs: null, ...choice }] }))
  return [...chunks, chunk(model, { choices: [], usage: USAGE }), '[DONE]'].map((data) => {
    const event = `data: ${data}\n\n`
    return Buffer.from(`${event.length.toString(16)}\r\n${event}\r\n`)
  })
}

function chunk(model: string, rest: object): string {
  const head = { id: ID, object: 'chat.completion.chunk', created: CREATED, model }
  return JSON.stringify({ ...head, system_fingerprint: 'fp_bench', service_tier: 'default', ...rest })
}
