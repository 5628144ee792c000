import { z } from 'zod'
import type { KindSetting } from '../core/provider.ts'
import { DEFAULTS } from './defaults.ts'
import { settingFields } from './provider-settings.ts'
import { choice, number, scalar, text } from './scalars.ts'
import { handlingFields } from './schema-handling.ts'

/** Kinds that the contract names. One that this release lacks is refused as such, not as a misspelling. */
const CONTRACT_KINDS = [
  'openai',
  'azure-openai',
  'anthropic',
  'bedrock',
  'gemini',
  'vertex',
  'mistral',
  'cohere',
  'deepseek',
  'qwen',
  'moonshot',
  'zhipu',
  'minimax',
  'xai',
  'groq',
  'cerebras',
  'together',
  'fireworks',
  'deepinfra',
  'perplexity',
  'nvidia',
  'huggingface',
  'openrouter',
  'tokenmix',
  'portkey',
  'litellm',
  'ollama',
  'vllm',
  'openai-compatible',
  'simulator',
]

/** It travels in a header, where a space or a line break would end it or smuggle in another. */
export const CREDENTIAL = /^[\x21-\x7e]{1,4096}$/
const FRAMING =
  /^(?:host|connection|content-length|content-type|transfer-encoding|te|trailer|upgrade|expect)$/i

export function providerSchema(kinds: readonly string[], settings: readonly KindSetting[]) {
  const credential = text({
    pattern: CREDENTIAL,
    must: 'must be a key: not empty, without spaces or line breaks',
  })
  return z
    .strictObject({
      kind: choice(kinds, CONTRACT_KINDS).describe('Which API the provider speaks.'),
      base_url: baseUrl()
        .exactOptional()
        .describe("The API's address, where it is not the usual one of this kind."),
      api_key: credential.exactOptional().describe('The credential. Best as a reference: ${OPENAI_API_KEY}.'),
      keys: z
        .array(
          z.strictObject({
            value: credential,
            weight: number({ min: 0, max: 1_000_000, whole: false }).prefault(DEFAULTS.credential.weight),
          }),
        )
        .min(1)
        .exactOptional()
        .describe('Several credentials, used in proportion to their weights. Not together with api_key.'),
      headers: headers().exactOptional(),
      ...handlingFields(),
      // They are read by name and kind, so the type of the file need not list them.
      ...(settingFields(settings) as object),
      limits: providerLimits().exactOptional(),
    })
    .describe('An upstream API with its credentials.')
}

function providerLimits() {
  const whole = (max: number) => number({ min: 1, max, whole: true, suffixes: true }).exactOptional()
  return z
    .strictObject({
      rpm: whole(1_000_000_000).describe('Requests a minute.'),
      tpm: whole(1_000_000_000_000).describe('Tokens a minute, input and output together.'),
      concurrency: concurrency()
        .exactOptional()
        .describe('Requests at once; adaptive: as many as it bears, found out from its answers.'),
    })
    .describe(
      'What all callers together may ask of it. Who comes when it is full goes elsewhere, or waits in turn.',
    )
}

function concurrency() {
  const json = {
    anyOf: [{ const: 'adaptive' }, { type: 'integer', minimum: 1 }, { type: 'string', pattern: '\\$\\{' }],
  }
  return scalar(json, (value, refuse) => {
    if (value === 'adaptive') return value
    const limit = typeof value === 'string' && /^\d{1,7}$/.test(value) ? Number(value) : value
    const isLimit = typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= 1_000_000
    return isLimit ? limit : refuse('must be a whole number from 1 on, or adaptive')
  })
}

function headers() {
  const value = text({ pattern: /^[\x20-\x7e]{0,8192}$/, must: 'must be text without line breaks' })
  return z
    .record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/), value)
    .superRefine((record, context) => {
      const seen = new Set<string>()
      for (const name of Object.keys(record)) {
        const fault = FRAMING.test(name)
          ? 'is a header that the gateway sets itself'
          : seen.has(name.toLowerCase())
            ? 'is set twice, in another letter case'
            : null
        seen.add(name.toLowerCase())
        if (fault !== null)
          context.addIssue({ code: 'custom', message: fault, path: [name], params: { atKey: true } })
      }
    })
    .describe("Sent with every request, after the kind's own headers.")
}

function baseUrl() {
  const json = { type: 'string', pattern: '^https?://|\\$\\{' }
  return scalar(json, (value, refuse) => {
    const url = typeof value === 'string' && value.length <= 2048 ? URL.parse(value) : null
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
      return refuse('must be an http:// or https:// address')
    if (url.username !== '' || url.password !== '')
      return refuse('must not hold a user name or password; put the credential in api_key')
    if (url.search !== '' || url.hash !== '') return refuse('must not have a query or a fragment')
    return url.href.replace(/\/+$/, '')
  })
}
