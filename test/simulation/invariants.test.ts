import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { Reply } from '../../src/core/reply.ts'
import type { UpstreamClient, UpstreamHandler } from '../../src/core/upstream.ts'
import { usageOf } from '../../src/core/usage.ts'
import type { Gateway } from '../../src/gateway/gateway.ts'
import type { Claim } from '../../src/ledger/limits.ts'
import { checkInvariants, type Invariant, INVARIANTS } from './invariants.ts'
import { type Sabotage, simulate } from './simulate.ts'

vi.mock('lru-cache', async (real) => (await import('./small-caches.ts')).smallCaches(await real()))

const directory = mkdtempSync(join(tmpdir(), 'portolan-simulation-'))
afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

/** For each promise a gateway that breaks it. */
const SABOTAGES: Readonly<Record<keyof typeof INVARIANTS, Sabotage>> = {
  everyCallerGetsOneEnding: { reply: (reply) => ({ ...bound(reply), end: () => reply.end(null) }) },
  noCutAnswerLooksWhole: {
    reply: (reply) => ({
      ...bound(reply),
      end: (piece) => reply.end(piece?.includes('stream_interrupted') === true ? DONE : piece),
    }),
  },
  nobodyTakesOverAfterTheCommitPoint: { upstream: askingAgainOnData },
  noSecretReachesACaller: {
    reply: (reply) => ({
      ...bound(reply),
      send: (status, headers, body) => reply.send(status, { ...headers, via: 'https://p1.example' }, body),
    }),
  },
  deadlinesAreKept: {
    gateway: (gateway) => {
      const { clock } = gateway
      return { ...gateway, clock: { now: () => clock.now(), monotonicMs: () => clock.monotonicMs() / 2 } }
    },
  },
  attemptsAreCapped: { upstream: (upstream) => repeating(upstream, 9) },
  hardFiltersAreKept: {
    incoming: (incoming) => {
      const { 'x-portolan-pin': _, ...headers } = incoming.headers
      return { ...incoming, headers }
    },
  },
  restingTargetsAreLeftAlone: {
    gateway(gateway) {
      gateway.health.standing = () => ({ type: 'ready' })
      return gateway
    },
  },
  retryStormsAreBounded: { upstream: (upstream) => repeating(upstream, 2) },
  providerLimitsAreKept: {
    gateway(gateway) {
      gateway.gates.of = () => null
      return gateway
    },
  },
  limitsAreKept: { gateway: (gateway) => reservingWithout(gateway, { limits: [], modelLimits: [] }) },
  budgetsAreKept: { gateway: (gateway) => reservingWithout(gateway, { budgets: [] }) },
  settlementsStayWithinReservations: {
    gateway: (gateway) =>
      recording(gateway, (record) => ({ ...record, usage: usageOf({ inputTokens: 1_000_000 }) })),
  },
  everyAdmittedExchangeIsClosedOnce: {
    gateway(gateway) {
      const { books } = gateway
      const close = books.close.bind(books)
      books.close = (admission, closing, onWritten) => {
        close(admission, closing, onWritten)
        close(null, closing, () => {})
      }
      return gateway
    },
  },
  recordsAgreeWithProviders: {
    gateway: (gateway) => recording(gateway, (record) => ({ ...record, attempts: record.attempts.slice(1) })),
  },
  nothingIsLeftOpen: {
    gateway(gateway) {
      gateway.underway.delete = () => false
      return gateway
    },
  },
  theGatewayFindsNoFaultInItself: {
    gateway(gateway) {
      gateway.health.began = () => {
        throw new Error('Health cannot be noted.')
      }
      return gateway
    },
  },
}

const SEEDS_MAX = 300

test.each(Object.entries<Invariant>(INVARIANTS))(
  '%s: a gateway that breaks it is found out',
  async (name, invariant) => {
    const sabotage = SABOTAGES[name as keyof typeof INVARIANTS] // They have the same keys.
    for (let seed = 1; seed <= SEEDS_MAX; seed++) {
      const evidence = await simulate(String(seed), directory, sabotage)
      if ([...invariant(evidence)].length === 0) continue
      expect(() => checkInvariants(evidence)).toThrow(
        `PORTOLAN_SIM_SEED=${seed} npx vitest run test/simulation`,
      )
      expect([...invariant(await simulate(String(seed), directory))]).toEqual([])
      return
    }
    expect.fail(`${name} found nothing in ${SEEDS_MAX} scenarios`)
  },
)

const DONE = Buffer.from('data: [DONE]\n\n')

/** A reply by whose methods one can be replaced. */
function bound(reply: Reply): Reply {
  return {
    send: (status, headers, body) => reply.send(status, headers, body),
    begin: (status, headers) => reply.begin(status, headers),
    write: (piece) => reply.write(piece),
    end: (piece) => reply.end(piece),
    destroy: () => reply.destroy(),
    onGone: (callback) => reply.onGone(callback),
    onOver: (callback) => reply.onOver(callback),
    onDrain: (callback) => reply.onDrain(callback),
  }
}

/** A second answer is begun when the first has long reached its caller. */
function askingAgainOnData(upstream: UpstreamClient): UpstreamClient {
  return {
    send: (request, handler) =>
      upstream.send(request, {
        ...boundHandler(handler),
        onEnd() {
          handler.onEnd()
          upstream.send(request, DEAF)
        },
      }),
    close: () => upstream.close(),
  }
}

/** Every request is sent so many times. */
function repeating(upstream: UpstreamClient, times: number): UpstreamClient {
  return {
    send(request, handler) {
      for (let more = 1; more < times; more++) upstream.send(request, DEAF)
      return upstream.send(request, handler)
    },
    close: () => upstream.close(),
  }
}

function boundHandler(handler: UpstreamHandler): UpstreamHandler {
  return {
    onHeaders: (status, headers) => handler.onHeaders(status, headers),
    onData: (chunk) => handler.onData(chunk),
    onEnd: () => handler.onEnd(),
    onFailure: (failure) => handler.onFailure(failure),
  }
}

const DEAF: UpstreamHandler = { onHeaders() {}, onData() {}, onEnd() {}, onFailure() {} }

function reservingWithout(gateway: Gateway, without: Partial<Claim>): Gateway {
  const { books } = gateway
  const reserve = books.reserve.bind(books)
  books.reserve = (request) =>
    reserve({ ...request, claims: request.claims.map((claim) => ({ ...claim, ...without })) })
  return gateway
}

type Closing = Parameters<Gateway['books']['close']>[1]

function recording(gateway: Gateway, change: (record: Closing['record']) => Closing['record']): Gateway {
  const { books } = gateway
  const close = books.close.bind(books)
  books.close = (admission, closing, onWritten) =>
    close(admission, { ...closing, record: change(closing.record) }, onWritten)
  return gateway
}
