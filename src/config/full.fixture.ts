/** A file that says everything that can be said. */
export const FULL = `
version: 1
server: { host: 0.0.0.0, port: 8080, workers: 1, max_body_mb: 1.5, drain_timeout: 500ms, trusted_proxies: 2 }
storage: { url: "sqlite:/var/p.db", retention: { exchanges: 1h, bodies: 5m, responses: 2h } }
state: { url: "memory:" }
recording: { bodies: errors }
auto: { tier: low, strong: [smart, openai/*], weak: [cheap], classes: { code: strong, chat: weak } }
providers:
  main: { kind: openai, base_url: "https://example.com/v1/", api_key: "\${KEY}", headers: { X-Team: a b } }
  pool:
    kind: anthropic
    region: eu-west
    jurisdiction: EU
    retains_data: false
    trains_on_data: "false"
    quantization: bf16
    keys: [ { value: k1, weight: 2 }, { value: k2 } ]
models:
  smart:
    targets:
      - provider: main
        model: gpt-5.4
        weight: 3
        price: { input: 3.00, output: 15.00, cache_read: 0.3, request: 0.001, image: 0.04, second: 0.0001 }
      - { provider: pool, model: claude-sonnet-4.6, weight: 0.5 }
      - provider: pool
        model: claude-haiku-4.5
        standby: true
        context: 200k
        modalities: [text, image]
        parameters: [tools, structured_outputs]
        region: us-east
        jurisdiction: US
        retains_data: true
        trains_on_data: true
        quantization: fp8
    strategy: weighted
    where:
      only: [main, pool/claude-sonnet-4.6]
      ignore: [openai/x]
      max_price: { input: 5, output: 20, request: 0.01 }
      min_context: 100k
      require_parameters: true
      quantizations: [fp8, unknown]
      region: [eu-west]
      jurisdiction: [EU]
      zdr: true
      data_collection: deny
    prefer:
      max_ttft: { p50: 500ms, p75: 1s, p90: 2s, p95: 3s, p99: 5s }
      min_throughput: { p50: 40, p75: 35, p90: 30, p95: 20, p99: 10 }
    sticky: { by: prefix, ttl: 1h }
    hedge: { after: p99, max_ratio: 0.1 }
    price_guard: { max_rise: 12.5%, action: alert }
    thresholds: { error_rate: 5%, ttft: 3s, quality: 0.8 }
    priority: batch
    retries: { attempts: 2, on: [429, timeout], honour_retry_after: false }
    timeouts: { connect: 1s, ttft: 10s, idle: 1.5s, total: 120s, deadline: 1h }
    on_stream_failure: continue
    canaries:
      - { prompt: What is 6 times 7?, expect: { contains: "42" }, every: 1h }
      - { prompt: Say a., expect: { matches: "^a\\\\.?$" }, max_tokens: 16 }
    standby_probe: off
    fallbacks: [cheap]
    fallbacks_on: { context_length: [cheap] }
  cheap: { targets: [ { provider: pool, model: claude-haiku-4.5 } ] }
limits:
  - { scope: key, rpm: 600, tpm: 400k, concurrency: 32 }
  - { scope: project, match: [prj_1], rph: 10, rpd: 20, tpd: 30k, models: { smart: { rpm: 5 } } }
budgets:
  - { scope: key, usd: 20, window: month, on_exhausted: deny }
  - { scope: key, tokens: 100M, window: 7d }
  - { scope: key, calls: 4.35k }
  - scope: session
    match: [build-*]
    seconds: 900
    window: 24h
    on_exhausted: pause
    alert_at: [50, 80, 100]
    increase: { seconds: 60, until: 2099-01-31T12:00:00Z }
  - { scope: user, usd: 1, window: day, time_zone: Europe/Vienna, on_exhausted: downgrade, downgrade_to: cheap }
  - { scope: provider, match: [pool], usd: 100, window: month, on_exhausted: warn }
pricing: { unknown_price: allow }
auth:
  oidc:
    - name: sso
      issuer: "https://id.example/realm"
      client_id: portolan
      client_secret: "s3cret"
      role_claim: role
      organization: org_1
      allowed_domains: [Example.com]
  jwt:
    - issuer: "https://id.example/"
      audience: portolan
      jwks_url: "https://id.example/keys"
      claims: { organization: org, project: project, user: sub, models: models, role: role }
  scim: { token: "scim-token-0123456789" }
alerts:
  - { on: [price_change, provider_down], webhook: "https://hooks.example/x", secret: whsec_c2VjcmV0 }
  - { on: [quality_drop], webhook: "http://127.0.0.1:9" }
`

const keyBudget = (place: number) => ({
  id: `config-${place}`,
  scope: 'key',
  match: null,
  onExhausted: 'deny',
})

/** Its limits and budgets, in the units of the house. */
export const FULL_RULES = {
  limits: [
    { id: 'config-1', scope: 'key', match: null, limits: { rpm: 600, tpm: 400_000, concurrency: 32 } },
    {
      id: 'config-2',
      scope: 'project',
      match: ['prj_1'],
      limits: { rph: 10, rpd: 20, tpd: 30_000 },
      models: { smart: { rpm: 5 } },
    },
  ],
  budgets: [
    { ...keyBudget(1), usdNanos: 20_000_000_000, window: 'month' },
    { ...keyBudget(2), tokens: 100_000_000, window: { days: 7 } },
    { ...keyBudget(3), calls: 4_350, window: 'lifetime' },
    {
      id: 'config-4',
      scope: 'session',
      match: ['build-*'],
      seconds: 900,
      window: { hours: 24 },
      onExhausted: 'pause',
      alertAt: [50, 80, 100],
      increase: { amount: 60, untilMs: Date.parse('2099-01-31T12:00:00Z') },
    },
    {
      id: 'config-5',
      scope: 'user',
      match: null,
      usdNanos: 1_000_000_000,
      window: 'day',
      timeZone: 'Europe/Vienna',
      onExhausted: 'downgrade',
      downgradeTo: 'cheap',
    },
    {
      id: 'config-6',
      scope: 'provider',
      match: ['pool'],
      usdNanos: 100_000_000_000,
      window: 'month',
      onExhausted: 'warn',
    },
  ],
}
