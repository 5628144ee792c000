import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Config, RouteConfig } from '../config/config.ts'
import type { Alert } from '../core/alert.ts'
import { GatewayError } from '../core/error.ts'
import { IdSource } from '../core/ids.ts'
import type { JsonObject } from '../core/json.ts'
import { type KeyRecord, newKey } from '../core/key.ts'
import type { LogFields } from '../core/ports.ts'
import type { Catalogue } from '../core/price.ts'
import type { ExchangeRecord } from '../core/record.ts'
import { DIALECTS } from '../dialects/index.ts'
import { Journal } from '../ledger/journal.ts'
import { LedgerEvents } from '../ledger/ledger-events.ts'
import { Limits } from '../ledger/limits.ts'
import { PROVIDERS_BY_KIND } from '../providers/index.ts'
import { Gates } from '../routing/queue/gates.ts'
import { Health } from '../routing/health.ts'
import { seededRandom } from '../routing/random.ts'
import { AutoModel } from './auto-model.ts'
import { BlockedUsers } from './blocked-users.ts'
import { Books } from './books.ts'
import type { Incoming } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import { gateSettings } from './gate-pass.ts'
import { Guards } from './guards.ts'
import { HeldNetwork, HeldReply } from './held-ports.fixture.ts'
import { hashSecret, KeyRing } from './key-ring.ts'
import { ProofVault } from './proof-vault.ts'
import { Responses } from './responses/responses.ts'
import { RuleBook } from './rule-book.ts'
import { StormControl } from './storm-control.ts'
import { buildSnapshot } from './snapshot.ts'

/** A whole gateway with real parts; only its ports (callers, providers, clock, chance) are held by the test. */

export const MASTER_KEY = 'sk-ptl-master-of-the-tests'

export const NO_CATALOGUE: Catalogue = {
  version: 'none',
  bySlug: () => [],
  byNativeId: () => null,
  byBareId: () => [],
  slugs: () => [],
}

/** Of a target's price, what it does not say. */
export const NO_PRICE = {
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  cacheWrite1h: null,
  audioInput: null,
  audioOutput: null,
  request: null,
}

export const CLOCK = { now: () => Date.now(), monotonicMs: () => performance.now() }

export function routeConfig(fields: Partial<RouteConfig> = {}): RouteConfig {
  return {
    targets: [{ provider: 'a', model: 'm', weight: 1, price: null }],
    strategy: 'order',
    retries: { attempts: 1, on: [429, 500, 503, 'timeout', 'network'], honourRetryAfter: true },
    timeouts: { connectMs: 1_000, ttftMs: 5_000, idleMs: 10_000, totalMs: 30_000, deadlineMs: 60_000 },
    fallbacks: [],
    fallbacksOn: { contextLength: [], contentPolicy: [] },
    standbyProbeMs: null,
    ...fields,
  }
}

export function configOf(fields: Partial<Config> = {}): Config {
  const provider = (name: string) => ({
    kind: 'openai-compatible',
    baseUrl: `https://${name}.example/v1/`,
    credentials: [{ name: '1', value: `sk-of-${name}-0123456789`, weight: 1 }],
    headers: {},
  })
  const { retries, timeouts } = routeConfig()
  return {
    server: { host: '127.0.0.1', port: 0, maxBodyBytes: 1_000_000, drainTimeoutMs: 1_000, trustedProxies: 0 },
    storage: { url: 'sqlite:none', retention: { exchangesMs: 1, bodiesMs: 1, responsesMs: 60_000 } },
    recording: { bodies: 'all' },
    providers: { a: provider('a'), b: provider('b'), c: provider('c') },
    models: { smart: routeConfig() },
    routeDefaults: { retries, timeouts },
    limits: [],
    budgets: [],
    unknownPrice: 'allow',
    auth: { oidc: [], jwt: [], scimToken: null },
    auto: { tier: 'balanced', strong: [], weak: [], classes: {} },
    alerts: [],
    ...fields,
  }
}

export function keyOf(secret: string, fields: Partial<KeyRecord> = {}): KeyRecord {
  return {
    ...newKey('key_1', 'test', 0),
    hash: hashSecret(secret),
    hint: secret.slice(-4),
    ...fields,
  }
}

/** Down, as far as responses go: they have tests of their own, with a real one. */
export const NO_STORE = {
  responses() {
    throw new GatewayError('store_unavailable', 'There is no store here.')
  },
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

export interface HeldGateway {
  readonly gateway: Gateway
  readonly network: HeldNetwork
  readonly limits: Limits
  readonly logged: {
    readonly level: string
    readonly message: string
    readonly fields: LogFields | undefined
  }[]
  readonly raised: readonly Alert[]
  /** Every record that was closed, in order. */
  readonly records: ExchangeRecord[]
  /** Writes the journal now, as the end of a turn of the event loop would. */
  flush(): void
}

/** `keys` are what the store holds; each look-up waits for `lookUp`. */
export function heldGateway(
  config: Config = configOf(),
  keys: readonly KeyRecord[] = [],
  lookUp: () => Promise<void> = async () => {},
): HeldGateway {
  const directory = mkdtempSync(join(tmpdir(), 'portolan-gateway-'))
  const journal = new Journal({ directory })
  onTestFinished(() => {
    journal.close()
    rmSync(directory, { recursive: true, force: true })
  })
  const logged: HeldGateway['logged'] = []
  const log = (level: string) => (message: string, fields?: LogFields) =>
    void logged.push({ level, message, fields })
  const raised: Alert[] = []
  const alerts = { raise: (alert: Alert) => void raised.push(alert) }
  const records: ExchangeRecord[] = []
  const events = new LedgerEvents()
  const limits = new Limits({ events })
  const books = new Books(limits, journal, { catchUp: async () => true, spend: async () => [] })
  const close = books.close.bind(books)
  books.close = (admission, closing, onWritten) => {
    close(admission, closing, (error) => {
      if (error === null) records.push(closing.record)
      onWritten(error)
    })
  }
  const source = {
    async findKeyByHash(hash: string) {
      await lookUp()
      return keys.find((key) => key.hash === hash) ?? null
    },
  }
  const snapshot = buildSnapshot(config, 'r1', { registry: PROVIDERS_BY_KIND, catalogue: NO_CATALOGUE })
  const gates = new Gates((ms, fire) => {
    const timer = setTimeout(() => fire(CLOCK.monotonicMs()), ms)
    return () => clearTimeout(timer)
  })
  gates.configure(gateSettings(config), CLOCK.monotonicMs())
  const network = new HeldNetwork()
  const random = seededRandom('ids')
  const gateway: Gateway = {
    snapshot: () => snapshot,
    keys: new KeyRing(MASTER_KEY, source, CLOCK),
    blockedUsers: new BlockedUsers(),
    books,
    rules: new RuleBook(),
    events,
    catalogue: NO_CATALOGUE,
    health: new Health(),
    records: { find: async (id) => records.find((record) => record.id === id) ?? null },
    auto: new AutoModel(),
    guards: new Guards(alerts),
    alerts,
    gates,
    storms: new StormControl(),
    vault: new ProofVault(),
    responses: new Responses({ store: NO_STORE, clock: CLOCK, log: SILENT }),
    underway: new Set(),
    upstream: network,
    clock: CLOCK,
    random,
    ids: new IdSource(CLOCK, random),
    log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
  }
  return { gateway, network, limits, logged, raised, records, flush: () => journal.flush() }
}

export function incomingOf(
  body: JsonObject,
  {
    reply = new HeldReply(),
    headers = {},
  }: { readonly reply?: HeldReply; readonly headers?: Record<string, string> } = {},
): Incoming & { readonly reply: HeldReply } {
  return {
    dialect: DIALECTS.openai,
    operation: 'chat',
    headers: { authorization: `Bearer ${MASTER_KEY}`, ...headers },
    reply,
    readBody: async () => Buffer.from(JSON.stringify(body)),
  }
}

export function chat(fields: JsonObject = {}): JsonObject {
  return { model: 'smart', messages: [{ role: 'user', content: 'Hello' }], ...fields }
}
