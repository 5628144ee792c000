import type { Incoming } from '../gateway/exchange.ts'
import { JsonArrayReply } from './json-array-reply.ts'

/**
 * What Gemini's API has in the URL: the model, whether to stream and in which of two framings, and perhaps the key.
 * https://ai.google.dev/api/generate-content
 */
export function geminiIncoming(incoming: Incoming, url: string, model: string | null): Incoming {
  const { headers, reply, path = '' } = incoming
  const query = new URLSearchParams(url.slice(path.length))
  const key = query.get('key')
  const stream = path.endsWith(':streamGenerateContent')
  return {
    ...incoming,
    ...(model === null ? {} : { inPath: { model, stream } }),
    headers: key === null ? headers : { 'x-goog-api-key': key, ...headers },
    reply: stream && query.get('alt') !== 'sse' ? new JsonArrayReply(reply) : reply,
  }
}
