import { expect, test } from 'vitest'
import { configView } from '../control/config-view.ts'
import { NO_CATALOGUE } from '../gateway/gateway.fixture.ts'
import { buildSnapshot } from '../gateway/snapshot.ts'
import { chatRequest } from '../core/request.fixture.ts'
import { PROVIDERS, PROVIDERS_BY_KIND } from '../providers/index.ts'
import { loadForThisBuild } from './configuration.ts'

const TARGET = { model: 'm', maxOutputTokens: null, reasons: null }
const ACCOUNT = '0123456789abcdef0123456789abcdef'

function problemsOf(text: string, env: Record<string, string> = {}): readonly string[] {
  const result = loadForThisBuild(text, env, {})
  return result.ok ? [] : result.problems.map(({ message, suggestion }) => `${message} ${suggestion ?? ''}`)
}

function configOf(text: string, env: Record<string, string> = {}) {
  const result = loadForThisBuild(text, env, {})
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.config
}

function providerOf(text: string, env: Record<string, string> = {}) {
  const snapshot = buildSnapshot(configOf(text, env), 'r', {
    registry: PROVIDERS_BY_KIND,
    catalogue: NO_CATALOGUE,
  })
  const [configured] = snapshot.providers.values()
  if (configured === undefined) throw new Error('No provider is configured.')
  return configured
}

test('an address is whole with the settings in it', () => {
  const { origin, basePath } = providerOf(`providers: { cf: { kind: cloudflare, account_id: ${ACCOUNT} } }`)
  expect(origin + basePath).toBe(`https://api.cloudflare.com/client/v4/accounts/${ACCOUNT}/ai/v1`)
})

test('other settings become headers, or fields that a caller cannot unsay', () => {
  const { provider } = providerOf(`
providers:
  or: { kind: openrouter, api_key: k, provider_only: [azure, openai], data_collection: deny, app_title: Portolan }
`)
  expect(provider.headers('k')).toEqual({ authorization: 'Bearer k', 'x-title': 'Portolan' })
  const asked = { provider: { data_collection: 'allow', sort: 'price' } }
  const request = chatRequest({ extras: { 'openai-chat': asked } })
  const told = { sort: 'price', only: ['azure', 'openai'], data_collection: 'deny' }
  expect(provider.encode(request, TARGET).body.provider).toEqual(told)
  expect(provider.nativeEdits(request, TARGET).provider).toEqual(told)
})

test('a credential may have a header of its own', () => {
  const { provider } = providerOf('providers: { pk: { kind: portkey, api_key: k, provider: "@openai" } }')
  expect(provider.headers('k')).toEqual({ 'x-portkey-api-key': 'k', 'x-portkey-provider': '@openai' })
})

test.each([
  ['cloudflare, api_key: k', /account_id is required for the kind cloudflare, or a base_url/],
  ['cloudflare, account_id: x', /account_id must match/],
  ['groq, account_id: x', /account_id (must match|is a key of the kind cloudflare only)/],
  [`groq, account_id: ${ACCOUNT}`, /account_id is a key of the kind cloudflare only/],
  ['openrouter, provider_order: azure', /provider_order must be a list of 1 to 100 names/],
  ['openrouter, provider_oder: [azure]', /unknown key provider_oder provider_order/],
  ['openruter', /must be one of .* openrouter$/],
  ['litellm', /base_url is required for the kind litellm/],
])('{ kind: %s } is refused', (fields, message) => {
  expect(problemsOf(`providers: { p: { kind: ${fields} } }`).join('\n')).toMatch(message)
})

test('the view of a configuration reads again as the same', () => {
  const config = configOf(`providers: { cf: { kind: cloudflare, account_id: ${ACCOUNT} } }`)
  expect(configOf(JSON.stringify(configView(config)))).toEqual(config)
})

test('settings that are secret are used, and shown to nobody', () => {
  const text = `providers: { b: { kind: bedrock, aws_region: us-east-1, access_key_id: AKID, secret_access_key: s3cret } }`
  const config = configOf(text)
  expect(config.providers.b?.settings).toEqual({ aws_region: 'us-east-1', access_key_id: 'AKID' })
  expect(JSON.stringify(configView(config))).not.toContain('s3cret')
  expect(configView(config).providers.b).toMatchObject({ secret_access_key: '[redacted]' })
  expect(configOf(JSON.stringify(configView(config))).providers.b?.settings).toEqual(
    config.providers.b?.settings,
  )
  const { provider } = providerOf(text)
  expect(provider.access).toMatchObject({ keys: { accessKeyId: 'AKID', secretAccessKey: 's3cret' } })
})

test('each provider is on by its variables', () => {
  for (const { kind, apiKeyEnv, baseUrlEnv, settings = [] } of PROVIDERS) {
    const samples: Record<string, string> = {
      account_id: ACCOUNT,
      host: 'https://dbc-1.cloud.databricks.com',
      account: 'org-account',
      endpoint: 'https://shop.openai.azure.com/',
      api_version: '2024-10-21',
      aws_region: 'eu-central-1',
    }
    const env = Object.fromEntries(
      settings.flatMap(({ name, env: variable }) =>
        variable === undefined ? [] : [[variable, samples[name] ?? '']],
      ),
    )
    if (apiKeyEnv !== null) env[apiKeyEnv] = 'key-1'
    else if (baseUrlEnv !== undefined) env[baseUrlEnv] = 'http://127.0.0.1:9/v1/'
    else continue
    const { providers } = configOf('', env)
    expect(Object.keys(providers), kind).toEqual([kind])
    expect(providerOf('', env).origin).not.toContain('{')
  }
})

test('a key without the account that belongs to it turns nothing on', () => {
  expect(configOf('', { CLOUDFLARE_API_KEY: 'k' }).providers).toEqual({})
  expect(configOf('', { DATABRICKS_TOKEN: 'k' }).providers).toEqual({})
})

test.each([
  [{ OLLAMA_BASE_URL: 'localhost' }, /OLLAMA_BASE_URL does not hold an http/],
  [{ CLOUDFLARE_API_KEY: 'k', CLOUDFLARE_ACCOUNT_ID: 'x' }, /CLOUDFLARE_ACCOUNT_ID must match/],
  [{ GROQ_API_KEY: 'a b' }, /GROQ_API_KEY does not hold a key/],
] as const)('a broken variable is told: %j', (env, message) => {
  expect(problemsOf('', env).join()).toMatch(message)
})
