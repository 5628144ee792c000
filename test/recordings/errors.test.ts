import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterAll, describe, expect, test } from 'vitest'
import { GatewayError } from '../../src/core/error.ts'
import type { Provider } from '../../src/core/provider.ts'
import { DIALECTS } from '../../src/dialects/index.ts'
import { anthropic } from '../../src/providers/anthropic/index.ts'
import { gemini } from '../../src/providers/gemini.ts'
import { openaiCompatible } from '../../src/providers/openai-compatible.ts'
import { clientOf as anthropicClientOf } from '../anthropic/sdk.ts'
import { hasCorpora } from '../corpora.ts'
import { type Recording, recordings } from '../recordings.ts'
import { object } from './plain-json.ts'
import { clientOf as openaiClientOf } from './read-openai.ts'
import { Tally } from './tally.ts'

/** As the SDKs name their error classes, which both share. */
type ErrorName = 'BadRequestError' | 'RateLimitError' | 'InternalServerError'

const EXPECTED: Readonly<Record<number, ErrorName>> = { 400: 'BadRequestError', 429: 'RateLimitError' }

/** Where the class of the error changes, and why. */
const EXCEPTIONS: ReadonlyMap<string, { readonly told: ErrorName; readonly reason: string }> = new Map([
  [
    'pydantic-ai/test_groq.jsonl:10',
    {
      told: 'InternalServerError',
      reason: 'The provider lacks a model that this gateway’s configuration names: no fault of the caller’s.',
    },
  ],
])

const failed = recordings(() => true).flatMap((recording) => {
  const provider = providerOf(recording)
  const status = statusOf(recording)
  return provider === null || status < 400 ? [] : [{ ...recording, api: provider, status }]
})

const tally = new Tally()

afterAll(() => {
  console.log(`Recorded errors that are of the same class on each side:\n${tally}`)
})

describe.skipIf(!hasCorpora)('a recorded error', () => {
  test('is one of several', () => {
    expect(failed.length).toBeGreaterThanOrEqual(11)
  })

  test.each(failed)('$id: raises the same class of error in every SDK', async (recording) => {
    const { id, api, status, headers, body } = recording
    const fault = api.classify({ status, headers, body, text: '' })
    const error = new GatewayError(fault.code, fault.message ?? '')
    const exception = EXCEPTIONS.get(id)
    const told = exception?.told ?? EXPECTED[status]
    if (exception === undefined) expect(error.traits.status).toBe(status)
    expect(fault.message).toBe(object(body?.error).message)
    expect(await raised('openai', error)).toBe(told)
    expect(await raised('anthropic', error)).toBe(told)
    for (const column of ['native', 'openai', 'anthropic'] as const)
      tally.count(recording.provider, `error ${status}`, column, exception !== undefined)
  })

  test('keeps how long to wait', () => {
    const limited = failed.filter(({ body }) => JSON.stringify(body).includes('"retryDelay"'))
    for (const { api, status, headers, body } of limited) {
      const [, seconds] = /"retryDelay":"([\d.]+)s"/.exec(JSON.stringify(body)) ?? []
      const fault = api.classify({ status, headers, body, text: '' })
      expect(fault.retryAfterMs).toBeCloseTo(Number(seconds) * 1000, -1)
    }
    expect(limited).toHaveLength(1)
  })
})

/** By path; the files without one are known by name. Null for the many other APIs that were recorded. */
function providerOf({ id, path }: Recording): Provider | null {
  if (path?.includes('chat/completions') || id.includes('openai/chat/')) return openaiCompatible
  if (path?.replace(/\?.*/, '').endsWith('/v1/messages')) return anthropic
  return path?.includes(':generateContent') || id.includes('google/google-') ? gemini : null
}

/** The files hold no status, but an error in the body. */
function statusOf({ status, path, body }: Recording): number {
  const error = object(body?.error)
  if (path !== null || typeof error.message !== 'string') return status
  return typeof error.code === 'number' ? error.code : 400
}

async function raised(name: keyof typeof DIALECTS, error: GatewayError): Promise<string> {
  const { status } = error.traits
  const output = Buffer.from(JSON.stringify(DIALECTS[name].renderError(error, 'exc_1')))
  const asked = { model: 'smart', max_tokens: 64, messages: [{ role: 'user' as const, content: 'Hi' }] }
  try {
    if (name === 'anthropic') await anthropicClientOf(output.toString(), status).messages.create(asked)
    else await openaiClientOf(output, 'application/json', status).chat.completions.create(asked)
    return 'none'
  } catch (thrown) {
    const isTyped = thrown instanceof OpenAI.APIError || thrown instanceof Anthropic.APIError
    return isTyped ? thrown.constructor.name : String(thrown)
  }
}
