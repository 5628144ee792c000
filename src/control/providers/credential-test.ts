import type { ErrorCode } from '../../core/error.ts'
import { GatewayError } from '../../core/error.ts'
import { parseJsonObject } from '../../core/json.ts'
import { priceAt } from '../../core/price.ts'
import type { Provider } from '../../core/provider.ts'
import type { AdminParts } from '../admin-parts.ts'

/** What is to be tried: a provider as it would be configured. */
export interface Trial {
  readonly provider: Provider
  readonly origin: string
  readonly basePath: string
  readonly credential: string | null
  readonly headers: Readonly<Record<string, string>>
  /** The provider's own name of it. Null: the cheapest that the catalogue knows. */
  readonly model: string | null
}

export interface Verdict {
  readonly verdict: 'works' | 'refused' | 'limited' | 'unreachable' | 'failed'
  readonly model: string
  readonly status: number | null
  readonly code: ErrorCode | null
  /** In the provider's own words. */
  readonly message: string | null
  readonly ms: number
}

const TOKENS_MAX = 16
const CONNECT_MS = 5_000
const WHOLE_MS = 20_000
const REPLY_BYTES_MAX = 256 * 1024
const MESSAGE_CHARS_MAX = 300

/** Asks for a few tokens, as a caller would: nothing less shows that a credential may do what it is for. */
export async function tryCredential(trial: Trial, parts: AdminParts): Promise<Verdict> {
  const { clock } = parts.gateway
  const model = trial.model ?? cheapestModel(trial.provider, parts)
  const startedMs = clock.monotonicMs()
  const reply = await send(trial, model, parts)
  const ms = Math.round(clock.monotonicMs() - startedMs)
  if ('failure' in reply)
    return {
      verdict: 'unreachable',
      model,
      status: null,
      code: 'provider_unreachable',
      message: reply.failure,
      ms,
    }
  const { status } = reply
  if (status >= 200 && status < 300) return { verdict: 'works', model, status, code: null, message: null, ms }
  const { code, message } = trial.provider.classify(reply)
  return {
    verdict: verdictOf(code),
    model,
    status,
    code,
    message: withoutSecret(message, trial.credential),
    ms,
  }
}

function verdictOf(code: ErrorCode): Verdict['verdict'] {
  switch (code) {
    case 'provider_unauthorized':
    case 'permission_denied':
      return 'refused'
    case 'provider_rate_limited':
    case 'credits_exhausted':
      return 'limited'
    default:
      return 'failed'
  }
}

/** Providers repeat a wrong key in what they say of it. */
function withoutSecret(message: string | null, secret: string | null): string | null {
  if (message === null) return null
  const clean = secret === null || secret === '' ? message : message.replaceAll(secret, '[redacted]')
  return clean.slice(0, MESSAGE_CHARS_MAX)
}

/** Throws `invalid_request` where neither the provider nor the catalogue names one. */
function cheapestModel(provider: Provider, { gateway: { catalogue, clock } }: AdminParts): string {
  const offers = catalogue
    .slugs()
    .flatMap((slug) => catalogue.bySlug(slug))
    .filter(({ kind }) => kind === provider.kind)
    .map((offer) => ({ offer, price: priceAt(offer, clock.now())?.output ?? Number.POSITIVE_INFINITY }))
    .filter(({ price }) => price > 0)
    .sort((one, other) => one.price - other.price)
  const model = offers[0]?.offer.nativeId ?? provider.models?.[0]
  if (model !== undefined) return model
  throw new GatewayError(
    'invalid_request',
    'model is required: nothing is known of what this provider serves.',
    {
      param: 'model',
    },
  )
}

type Reply =
  | { readonly failure: string }
  | {
      readonly status: number
      readonly headers: Readonly<Record<string, string | string[] | undefined>>
      readonly body: ReturnType<typeof parseJsonObject>
      readonly text: string
    }

function send(trial: Trial, model: string, { gateway, dialects }: AdminParts): Promise<Reply> {
  const { provider, origin, basePath, credential, headers } = trial
  const dialect = dialects.find(({ wire }) => wire === 'openai-chat')
  if (dialect === undefined)
    throw new Error('The test of a credential is written in the dialect openai-chat.')
  const request = dialect.parse({
    model,
    max_tokens: TOKENS_MAX,
    messages: [{ role: 'user', content: 'Say "ready".' }],
  })
  const encoded = provider.encode(request, { model, maxOutputTokens: null, reasons: null })
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let head = { status: 0, headers: {} as Readonly<Record<string, string | string[] | undefined>> }
    const finish = (reply: Reply) => {
      clearTimeout(timer)
      resolve(reply)
    }
    const whole = () => {
      const text = Buffer.concat(chunks).toString().slice(0, REPLY_BYTES_MAX)
      finish({ ...head, body: parseJsonObject(text), text: text.slice(0, 2_000) })
    }
    const exchange = gateway.upstream.send(
      {
        origin,
        path: basePath + provider.path({ operation: 'chat', model, stream: false }),
        headers: {
          'content-type': 'application/json',
          ...provider.headers(credential),
          ...encoded.headers,
          ...headers,
        },
        body: Buffer.from(JSON.stringify(encoded.body)),
        connectTimeoutMs: CONNECT_MS,
      },
      {
        onHeaders: (status, received) => {
          head = { status, headers: received }
        },
        onData: (chunk) => chunks.push(chunk),
        onEnd: whole,
        onFailure: ({ code }) => finish({ failure: code }),
      },
    )
    const timer = setTimeout(() => {
      exchange.abort()
      finish({ failure: 'ETIMEDOUT' })
    }, WHOLE_MS)
  })
}
