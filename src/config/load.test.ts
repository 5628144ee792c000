import { expect, test } from 'vitest'
import type { Config } from './config.ts'
import { FULL, FULL_RULES } from './full.fixture.ts'
import { loadConfig, type LoadOptions } from './load.ts'
import { formatProblems } from './problem.ts'

const OPTIONS: LoadOptions = { env: {}, kinds: ['openai', 'anthropic', 'openai-compatible'] }

const PATIENCE = {
  retries: { attempts: 1, on: [429, 500, 502, 503, 504, 529, 'timeout', 'network'], honourRetryAfter: true },
  timeouts: { connectMs: 5_000, ttftMs: 30_000, idleMs: 60_000, totalMs: 300_000, deadlineMs: 600_000 },
}

test('an empty file is all defaults', () => {
  for (const text of ['', '# nothing yet\n', '---\n', '{}', '\uFEFF']) {
    expect(load(text)).toEqual({
      server: {
        host: '127.0.0.1',
        port: 4000,
        maxBodyBytes: 67_108_864,
        drainTimeoutMs: 30_000,
        trustedProxies: 0,
      },
      storage: {
        url: 'sqlite:./data/portolan.db',
        retention: { exchangesMs: 2_592_000_000, bodiesMs: 604_800_000, responsesMs: 2_592_000_000 },
      },
      recording: { bodies: 'all' },
      providers: {},
      models: {},
      routeDefaults: PATIENCE,
      limits: [],
      budgets: [],
      unknownPrice: 'deny',
      auto: { tier: 'balanced', strong: [], weak: [], classes: {} },
      auth: { oidc: [], jwt: [], scimToken: null },
      alerts: [],
    })
  }
})

test('sections may be there with nothing in them', () => {
  const text = 'server:\nstorage: { retention: }\nproviders:\nmodels:\nlimits:\nbudgets:\npricing:\n'
  expect(load(text)).toEqual(load(''))
})

test('a short route gets every default', () => {
  const { models } = load(
    'providers: { o: { kind: openai } }\nmodels: { m: { targets: [{ provider: o, model: x }] } }',
  )
  expect(models.m).toEqual({
    targets: [{ provider: 'o', model: 'x', weight: 1, price: null }],
    strategy: 'order',
    ...PATIENCE,
    fallbacks: [],
    fallbacksOn: { contextLength: [], contentPolicy: [] },
    standbyProbeMs: 300_000,
  })
})

test('everything that can be said is read, in the units of the house', () => {
  expect(load(FULL, { env: { KEY: 'sk-1' } })).toEqual({
    server: { host: '0.0.0.0', port: 8080, maxBodyBytes: 1_572_864, drainTimeoutMs: 500, trustedProxies: 2 },
    storage: {
      url: 'sqlite:/var/p.db',
      retention: { exchangesMs: 3_600_000, bodiesMs: 300_000, responsesMs: 7_200_000 },
    },
    recording: { bodies: 'errors' },
    providers: {
      main: {
        kind: 'openai',
        baseUrl: 'https://example.com/v1',
        credentials: [{ name: '1', value: 'sk-1', weight: 1 }],
        headers: { 'X-Team': 'a b' },
      },
      pool: {
        kind: 'anthropic',
        baseUrl: null,
        credentials: [
          { name: '1', value: 'k1', weight: 2 },
          { name: '2', value: 'k2', weight: 1 },
        ],
        headers: {},
        region: 'eu-west',
        jurisdiction: 'EU',
        retainsData: false,
        trainsOnData: false,
        quantization: 'bf16',
      },
    },
    models: {
      smart: {
        targets: [
          {
            provider: 'main',
            model: 'gpt-5.4',
            weight: 3,
            price: {
              input: 3_000_000_000,
              output: 15_000_000_000,
              cacheRead: 300_000_000,
              cacheWrite: null,
              cacheWrite1h: null,
              audioInput: null,
              audioOutput: null,
              request: 1_000_000,
              units: { image: 40_000_000, second: 100_000, search: null, characters: null },
            },
          },
          { provider: 'pool', model: 'claude-sonnet-4.6', weight: 0.5, price: null },
          {
            provider: 'pool',
            model: 'claude-haiku-4.5',
            weight: 1,
            price: null,
            standby: true,
            context: 200_000,
            modalities: ['text', 'image'],
            parameters: ['tools', 'structured_outputs'],
            region: 'us-east',
            jurisdiction: 'US',
            retainsData: true,
            trainsOnData: true,
            quantization: 'fp8',
          },
        ],
        strategy: 'weighted',
        where: {
          only: ['main', 'pool/claude-sonnet-4.6'],
          ignore: ['openai/x'],
          maxPrice: { input: 5_000_000_000, output: 20_000_000_000, request: 10_000_000 },
          minContext: 100_000,
          requireParameters: true,
          quantizations: ['fp8', 'unknown'],
          region: ['eu-west'],
          jurisdiction: ['EU'],
          zdr: true,
          dataCollection: 'deny',
        },
        prefer: {
          maxTtftMs: { p50: 500, p75: 1_000, p90: 2_000, p95: 3_000, p99: 5_000 },
          minThroughput: { p50: 40, p75: 35, p90: 30, p95: 20, p99: 10 },
        },
        sticky: { by: 'prefix', ttlMs: 3_600_000 },
        hedge: { after: 'p99', maxRatio: 0.1 },
        priceGuard: { maxRise: 0.125, action: 'alert' },
        thresholds: { errorRate: 0.05, ttftMs: 3_000, quality: 0.8 },
        priority: 'batch',
        canaries: [
          { prompt: 'What is 6 times 7?', expect: { contains: '42' }, everyMs: 3_600_000, maxTokens: 1024 },
          { prompt: 'Say a.', expect: { matches: /^a\.?$/u }, everyMs: 600_000, maxTokens: 16 },
        ],
        standbyProbeMs: null,
        onStreamFailure: 'continue',
        retries: { attempts: 2, on: [429, 'timeout'], honourRetryAfter: false },
        timeouts: {
          connectMs: 1_000,
          ttftMs: 10_000,
          idleMs: 1_500,
          totalMs: 120_000,
          deadlineMs: 3_600_000,
        },
        fallbacks: ['cheap'],
        fallbacksOn: { contextLength: ['cheap'], contentPolicy: [] },
      },
      cheap: expect.objectContaining({ strategy: 'order' }),
    },
    routeDefaults: PATIENCE,
    ...FULL_RULES,
    unknownPrice: 'allow',
    auto: {
      tier: 'low',
      strong: ['smart', 'openai/*'],
      weak: ['cheap'],
      classes: { code: 'strong', chat: 'weak' },
    },
    auth: expect.any(Object),
    alerts: [
      { on: ['price_change', 'provider_down'], webhook: 'https://hooks.example/x', secret: 'whsec_c2VjcmV0' },
      { on: ['quality_drop'], webhook: 'http://127.0.0.1:9/', secret: null },
    ],
  })
})

test('what is said in short gets its defaults', () => {
  const { models } = load(
    `providers: { o: { kind: openai } }
models:
  m:
    targets: [{ provider: o, model: x }]
    sticky: {}
    hedge: { after: 800ms }
    price_guard: { max_rise: 20% }
    where: {}
    prefer: { max_ttft: { p90: 2s } }
  n: { targets: [{ provider: o, model: x }], hedge: {} }`,
  )
  expect(models.m).toMatchObject({
    sticky: { by: 'session', ttlMs: null },
    hedge: { after: 800, maxRatio: 0.05 },
    priceGuard: { maxRise: 0.2, action: 'shift' },
    where: {},
    prefer: { maxTtftMs: { p90: 2_000 } },
  })
  expect(models.n?.hedge?.after).toBe('p95')
})

test('JSON is read by the same rules', () => {
  expect(load('{"server": {"port": 1, "host": "::1"}}').server).toMatchObject({ port: 1, host: '::1' })
  expect(fail('{\n  "server": { "prot": 1 }\n}')).toBe(
    'portolan.yaml:2:15: unknown key prot (did you mean port?)',
  )
})

test('the environment stands in for any value and is converted where a number or a word is due', () => {
  const text = [
    'server: { port: "${PORT:-4000}", max_body_mb: "${MB}" }',
    'recording: { bodies: "${BODIES:-none}" }',
    'providers: { o: { kind: "${KIND}", api_key: "a${KEY}z", headers: { x: "$${KEY} $5 ${EMPTY}" } } }',
  ].join('\n')
  const config = load(text, { env: { MB: '2', KIND: 'openai', KEY: 'K${MB}', BODIES: '', EMPTY: '' } })
  expect(config.server).toMatchObject({ port: 4000, maxBodyBytes: 2_097_152 })
  expect(config.recording.bodies).toBe('none')
  expect(config.providers.o).toMatchObject({
    credentials: [{ value: 'aK${MB}z' }],
    headers: { x: '${KEY} $5 ' },
  })
})

test('what a variable holds cannot become structure', () => {
  const env = { HOST: 'x }, evil: { kind: openai', LINE: 'a\nversion: 7' }
  expect(fail('server: { host: "${HOST}" }', { env })).toBe(
    'portolan.yaml:1:17: host must be a host name or an address',
  )
  expect(fail('storage:\n  url: ${LINE}', { env })).toBe(
    'portolan.yaml:2:8: url must be sqlite: and a path, or postgres:// and a database',
  )
})

test('usual variables turn providers on, unless the file names them', () => {
  const known = [
    { name: 'openai', kind: 'openai', apiKeyEnv: 'OPENAI_API_KEY' },
    { name: 'anthropic', kind: 'anthropic', apiKeyEnv: 'ANTHROPIC_API_KEY' },
    { name: 'local', kind: 'openai-compatible', apiKeyEnv: null },
  ]
  const env = { OPENAI_API_KEY: 'sk-env\n', ANTHROPIC_API_KEY: ' ' }
  const byEnvironment = {
    baseUrl: null,
    credentials: [{ name: '1', value: 'sk-env', weight: 1 }],
    headers: {},
  }
  expect(load('', { env, known }).providers).toEqual({ openai: { kind: 'openai', ...byEnvironment } })
  expect(load('providers: { openai: { kind: anthropic } }', { env, known }).providers).toEqual({
    openai: { kind: 'anthropic', baseUrl: null, credentials: [], headers: {} },
  })
  const route = 'models: { m: { targets: [{ provider: openai, model: x }] } }'
  expect(load(route, { env, known }).models.m?.targets).toHaveLength(1)
  expect(fail('', { env: { OPENAI_API_KEY: 'two words' }, known })).toBe(
    'portolan.yaml: the environment variable OPENAI_API_KEY does not hold a key: it has spaces or line breaks in it',
  )
})

test('anchors and aliases repeat a part of the file', () => {
  const text = [
    'providers: { o: { kind: openai } }',
    'models:',
    '  a: { targets: &t [{ provider: o, model: x }], timeouts: &w { idle: 1s } }',
    '  b: { targets: *t, timeouts: *w }',
  ].join('\n')
  const { models } = load(text)
  expect(models.b).toEqual(models.a)
})

test('names that every object inherits are neither providers nor models', () => {
  const { providers, models } = load('')
  for (const name of ['constructor', 'toString', '__proto__']) {
    expect(providers[name]).toBeUndefined()
    expect(models[name]).toBeUndefined()
  }
})

test('a configuration cannot be changed once it is loaded', () => {
  const config = load(FULL, { env: { KEY: 'sk-1' } })
  expect(Object.isFrozen(config.models.smart?.targets[0]?.price)).toBe(true)
  expect(Object.isFrozen(config.budgets)).toBe(true)
})

function load(text: string, options: Partial<LoadOptions> = {}): Config {
  const result = loadConfig(text, { ...OPTIONS, ...options })
  if (!result.ok) throw new Error(formatProblems(result.problems, 'portolan.yaml'))
  return result.config
}

function fail(text: string, options: Partial<LoadOptions> = {}): string {
  const result = loadConfig(text, { ...OPTIONS, ...options })
  return result.ok ? 'accepted' : formatProblems(result.problems, 'portolan.yaml')
}
