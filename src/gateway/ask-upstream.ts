import type { JsonObject } from '../core/json.ts'
import { parseJsonObject } from '../core/json.ts'
import type { FailedReply } from '../core/provider.ts'
import type { UpstreamExchange } from '../core/upstream.ts'
import type { Target } from '../routing/target.ts'
import type { Gateway } from './gateway.ts'

/** A side question to a provider, with a small whole answer. */
export interface Question {
  readonly target: Target
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly connectTimeoutMs: number
  readonly timeoutMs: number
}

export type QuestionReply =
  | { readonly type: 'answered'; readonly body: JsonObject }
  | { readonly type: 'refused'; readonly reply: FailedReply }
  /** No reply, or none that can be read. */
  | { readonly type: 'silent' }

const REPLY_BYTES_MAX = 1024 * 1024

export function askUpstream(question: Question, { upstream }: Gateway): Promise<QuestionReply> {
  return new Promise((resolve) => {
    const { target, path, headers, body, connectTimeoutMs, timeoutMs } = question
    const chunks: Buffer[] = []
    let bytes = 0
    let status = 0
    let replyHeaders: FailedReply['headers'] = {}
    let exchange: UpstreamExchange | null = null // A request that the client refuses ends before there is one.
    const end = (reply: QuestionReply) => {
      clearTimeout(timer)
      exchange?.abort()
      resolve(reply)
    }
    const timer = setTimeout(() => end({ type: 'silent' }), timeoutMs)
    exchange = upstream.send(
      {
        origin: target.origin,
        path: target.basePath + path,
        headers: { 'content-type': 'application/json', ...target.headers, ...headers },
        body,
        provider: target.providerName,
        connectTimeoutMs,
        access: target.access,
      },
      {
        onHeaders: (received, receivedHeaders) => {
          status = received
          replyHeaders = receivedHeaders
        },
        onData: (chunk) => {
          bytes += chunk.length
          if (bytes > REPLY_BYTES_MAX) end({ type: 'silent' })
          else chunks.push(chunk)
        },
        onEnd: () => {
          const text = Buffer.concat(chunks).toString('utf8')
          const parsed = parseJsonObject(text)
          if (status !== 200) {
            end({
              type: 'refused',
              reply: { status, headers: replyHeaders, body: parsed, text: text.slice(0, 2_000) },
            })
          } else end(parsed === null ? { type: 'silent' } : { type: 'answered', body: parsed })
        },
        onFailure: () => end({ type: 'silent' }),
      },
    )
  })
}
