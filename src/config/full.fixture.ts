/** A file that says everything that can be said. */
export const FULL = `
version: 1
server: { host: 0.0.0.0, port: 8080, workers: 1, max_body_mb: 1.5, drain_timeout: 500ms }
storage: { url: "sqlite:/var/p.db", retention: { exchanges: 1h, bodies: 5m } }
state: { url: "memory:" }
recording: { bodies: errors }
providers:
  main: { kind: openai, base_url: "https://example.com/v1/", api_key: "\${KEY}", headers: { X-Team: a b } }
  pool: { kind: anthropic, keys: [ { value: k1, weight: 2 }, { value: k2 } ] }
models:
  smart:
    targets:
      - provider: main
        model: gpt-5.4
        weight: 3
        price: { input: 3.00, output: 15.00, cache_read: 0.3, request: 0.001 }
      - { provider: pool, model: claude-sonnet-4.6, weight: 0.5 }
    strategy: weighted
    retries: { attempts: 2, on: [429, timeout], honour_retry_after: false }
    timeouts: { connect: 1s, ttft: 10s, idle: 1.5s, total: 120s, deadline: 1h }
    on_stream_failure: error
    fallbacks: [cheap]
    fallbacks_on: { context_length: [cheap] }
  cheap: { targets: [ { provider: pool, model: claude-haiku-4.5 } ] }
limits: [ { scope: key, rpm: 600, tpm: 400k, concurrency: 32 } ]
budgets:
  - { scope: key, usd: 20, window: month, on_exhausted: deny }
  - { scope: key, tokens: 100M, window: 7d }
  - { scope: key, calls: 4.35k }
pricing: { unknown_price: allow }
`
