/** A file that says everything that can be said. */
export const FULL = `
version: 1
server: { host: 0.0.0.0, port: 8080, workers: 1, max_body_mb: 1.5, drain_timeout: 500ms, trusted_proxies: 2 }
storage: { url: "sqlite:/var/p.db", retention: { exchanges: 1h, bodies: 5m } }
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
limits: [ { scope: key, rpm: 600, tpm: 400k, concurrency: 32 } ]
budgets:
  - { scope: key, usd: 20, window: month, on_exhausted: deny }
  - { scope: key, tokens: 100M, window: 7d }
  - { scope: key, calls: 4.35k }
pricing: { unknown_price: allow }
alerts:
  - { on: [price_change, provider_down], webhook: "https://hooks.example/x", secret: whsec_c2VjcmV0 }
  - { on: [quality_drop], webhook: "http://127.0.0.1:9" }
`
