/**
 * What holds where the file says nothing, in the file's own words. The schema reads its defaults here, so the
 * validator, the served JSON Schema and this page cannot differ.
 */
export const DEFAULTS = {
  version: 1,
  server: {
    host: '127.0.0.1',
    port: 4000,
    workers: 1,
    max_body_mb: 64,
    drain_timeout: '30s',
    trusted_proxies: 0,
  },
  storage: {
    url: 'sqlite:./data/portolan.db',
    retention: { exchanges: '30d', bodies: '7d', responses: '30d' },
  },
  state: { url: 'memory:' },
  recording: { bodies: 'all' },
  credential: { weight: 1 },
  target: { weight: 1, standby: false },
  route: {
    strategy: 'order',
    retries: {
      attempts: 1,
      on: [429, 500, 502, 503, 504, 529, 'timeout', 'network'],
      honour_retry_after: true,
    },
    timeouts: { connect: '5s', ttft: '30s', idle: '60s', total: '300s', deadline: '600s' },
    on_stream_failure: 'error',
    priority: 'interactive',
    hedge: { after: 'p95', max_ratio: 0.05 },
    price_guard: { action: 'shift' },
    sticky: { by: 'session' },
    standby_probe: '5m',
  },
  budget: { window: 'lifetime', on_exhausted: 'deny' },
  pricing: { unknown_price: 'deny' },
  auto: { tier: 'balanced' },
  canary: { every: '10m', max_tokens: 1024 },
} as const
