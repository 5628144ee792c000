import { expect, test } from 'vitest'
import { loadForThisBuild } from '../cli/configuration.ts'
import type { Config } from '../config/config.ts'
import { MASK, redactConfig } from '../config/redact.ts'
import { configView } from './config-view.ts'

const FULL = `
server: { host: "::1", port: 4001, max_body_mb: 1.5, drain_timeout: 90s, trusted_proxies: 1 }
storage: { url: "sqlite:./elsewhere.db", retention: { exchanges: 12h, bodies: 30m, responses: 90m } }
recording: { bodies: errors }
providers:
  plain: { kind: openai, api_key: "sk-one" }
  free: { kind: openai, api_key: "sk-four", limits: { rpm: 5, tpm: 100, concurrency: adaptive }, region: eu, jurisdiction: EU, retains_data: false, trains_on_data: true, quantization: fp8 }
  many: { kind: anthropic, keys: [{ value: "sk-two", weight: 2.5 }, { value: "sk-three" }] }
  local: { kind: openai-compatible, base_url: "http://127.0.0.1:1234/v1", headers: { x-token: "secret", X-Other: "b" } }
models:
  smart:
    targets:
      - provider: plain
        model: a
        weight: 3
        price: { input: 0.1, output: 0, cache_read: 0.000000001, request: 0.3, image: 0.04, second: 0.0001, search: 0.002, characters: 15 }
      - { provider: many, model: b, standby: true, context: 1000, modalities: [text], parameters: [tools], region: us, retains_data: true }
    strategy: weighted
    retries: { attempts: 0, on: [429, timeout], honour_retry_after: false }
    timeouts: { connect: 1500ms, ttft: 3s, idle: 4m, total: 1h, deadline: 2h }
    where: { only: [plain, many], ignore: [local], max_price: { input: 3.5, request: 0.1 }, min_context: 10, require_parameters: true, quantizations: [fp8], region: [eu], jurisdiction: [EU], zdr: true, data_collection: deny }
    prefer: { max_ttft: { p90: 1500ms }, min_throughput: { p50: 40 } }
    sticky: { by: user, ttl: 10m }
    priority: batch
    hedge: { after: 250ms, max_ratio: 0.1 }
    price_guard: { max_rise: 12.3%, action: alert }
    thresholds: { error_rate: 7%, ttft: 2s, quality: 0.7 }
    canaries: [{ prompt: a, expect: { equals: b }, every: 1m, max_tokens: 5 }, { prompt: c, expect: { matches: "^d$" } }]
    standby_probe: 90s
    on_stream_failure: continue
    fallbacks: [cheap]
    fallbacks_on: { context_length: [cheap], content_policy: [] }
  cheap: { targets: [{ provider: local, model: "c/d:e" }] }
limits: [{ scope: key, rpm: 10, tpd: 1000000 }, { scope: key, concurrency: 2 }]
budgets: [{ scope: key, usd: 0.05, window: 7d }, { scope: key, tokens: 5 }, { scope: key, calls: 9, window: month }]
pricing: { unknown_price: allow }
auth:
  oidc: [{ name: sso, issuer: "https://id.example", client_id: c, client_secret: "hidden-oidc", allowed_domains: [a.example] }]
  jwt: [{ issuer: "https://id.example", audience: a, claims: { user: sub } }]
  scim: { token: "hidden-scim-token-0" }
alerts: [{ on: [latency], webhook: "https://hooks.example/services/T0/secret", secret: "whsec_hidden" }]
auto: { tier: high, strong: [smart], weak: [cheap], classes: { code: strong } }
`

function load(text: string): Config {
  const loaded = loadForThisBuild(text, {}, {})
  if (loaded.ok) return loaded.config
  throw new Error(loaded.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
}

test.each([
  ['a full configuration', FULL],
  ['the defaults', ''],
])('%s means the same when what is shown of it is read again, the secrets apart', (_, text) => {
  const config = load(text)
  expect(load(JSON.stringify(configView(config)))).toEqual(redactConfig(config))
})

test('no secret is shown', () => {
  const shown = JSON.stringify(configView(load(FULL)))
  expect(shown.split(MASK)).toHaveLength(11)
  for (const secret of ['sk-one', 'sk-two', 'sk-three']) expect(shown).not.toContain(secret)
  expect(shown).not.toContain('"x-token":"secret"')
  for (const secret of ['T0', 'whsec_hidden']) expect(shown).not.toContain(secret)
})
