import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Log } from '../src/core/ports.ts'
import { Books, type RequestRow, type Stats } from './books.ts'
import type { Fault, FaultRule } from './fault.ts'
import type { House } from './house.ts'
import type { Latency } from './models.ts'
import { RateLimit } from './rate-limit.ts'
import { Script } from './script.ts'
import { serveRealtime } from './realtime.ts'
import { seededId, seededRandom } from './seeded.ts'
import { serve } from './serve.ts'

export interface SimulatorOptions {
  readonly host?: string
  /** 0: any free port. */
  readonly port?: number
  /** The same seed and the same requests in the same order give the same answers. */
  readonly seed?: number
  /** What every answer suffers that does not say otherwise, e.g. `{ firstTokenMs: 20, paceMs: 5 }`. */
  readonly fault?: Fault
  /** How the model `slow` behaves. */
  readonly slow?: Latency
  /** API keys and whether each is allowed; all others are refused. Absent: any key will do, and none too. */
  readonly keys?: Readonly<Record<string, boolean>>
  /** For each key. Absent: no limit. */
  readonly requestsPerMinute?: number
  /** Further names for models, which may bring faults: `{ 'gpt-5.4': 'lorem?pace-ms=10' }`. */
  readonly aliases?: Readonly<Record<string, string>>
  /** How many requests `requests()` remembers. */
  readonly requestsKept?: number
  /** Epoch milliseconds. */
  readonly now?: () => number
  readonly log?: Log
}

export interface Simulator {
  /** `http://host:port`, without a path. */
  readonly url: string
  readonly port: number
  /** Stops at once: open connections are destroyed. */
  close(): Promise<void>
  stats(): Stats
  /** The last requests, oldest first. Rows of requests in flight still change. */
  requests(): readonly RequestRow[]
  /** Replaces the faults: for each request the first rule that fits, and is not used up, strikes. */
  script(rules: readonly FaultRule[]): void
  /** Forgets requests, totals, scripted faults and all counts. */
  reset(): void
}

const SLOW: Latency = { firstTokenMs: 3_000, paceMs: 100 }
const REQUESTS_KEPT = 1_000

/**
 * Starts a provider that speaks OpenAI Chat Completions, Anthropic Messages and Gemini on one port, says what its
 * models are made to say, and misbehaves on request. Rejects where the port cannot be had.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { host = '127.0.0.1', requestsKept = REQUESTS_KEPT } = options
  const house = createHouse(options, requestsKept)
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, (request, response) =>
    serve(request, response, house),
  )
  const sessions = serveRealtime(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const { port } = server.address() as AddressInfo // A server that listens on TCP has one.
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        sessions.close()
      }),
    stats: () => house.books.stats(),
    requests: () => house.books.rows(),
    script: (rules) => house.script.set(rules),
    reset() {
      house.books.reset()
      house.script.clear()
      house.limit?.reset()
    },
  }
}

/** Longer than any client keeps a connection, so that it is never this side that closes an idle one. */
const KEEP_ALIVE_MS = 600_000

function createHouse(options: SimulatorOptions, requestsKept: number): House {
  const { seed = 1, keys, requestsPerMinute, now = Date.now } = options
  const random = seededRandom(`${seed} faults`)
  const idRandom = seededRandom(`${seed} ids`)
  return {
    seed,
    books: new Books(requestsKept),
    script: new Script(random),
    limit: requestsPerMinute === undefined ? null : new RateLimit(requestsPerMinute, now),
    keys: keys === undefined ? null : new Map(Object.entries(keys)),
    aliases: options.aliases ?? {},
    slow: options.slow ?? SLOW,
    fault: options.fault ?? {},
    random,
    makeId: (prefix, length) => seededId(idRandom, prefix, length),
    now,
    log: options.log ?? null,
  }
}
