import Anthropic from '@anthropic-ai/sdk'

/** Anthropic's own client, unmodified, given these bytes for an answer. */
export function clientOf(body: string | Uint8Array, status = 200): Anthropic {
  const type = typeof body === 'string' && body.startsWith('{') ? 'application/json' : 'text/event-stream'
  const payload = typeof body === 'string' ? body : new Uint8Array(body)
  return new Anthropic({
    apiKey: 'test',
    maxRetries: 0,
    fetch: async () => new Response(payload, { status, headers: { 'content-type': type } }),
  })
}

const ASKED = {
  model: 'sim/echo',
  max_tokens: 64,
  messages: [{ role: 'user' as const, content: 'Hi' }],
}

/** The beta client reads everything the stable one does, and compaction. */
export async function streamed(body: string | Uint8Array): Promise<unknown> {
  return await clientOf(body).beta.messages.stream(ASKED).finalMessage()
}

export async function unary(body: string, status = 200): Promise<unknown> {
  return await clientOf(body, status).messages.create(ASKED)
}
