import { GatewayError } from '../../src/core/error.ts'
import type { JsonObject } from '../../src/core/json.ts'
import type { Reply } from '../../src/core/reply.ts'
import type { UpstreamClient } from '../../src/core/upstream.ts'
import { DIALECTS } from '../../src/dialects/index.ts'
import type { Incoming } from '../../src/gateway/exchange.ts'
import type { Gateway } from '../../src/gateway/gateway.ts'
import { serve } from '../../src/gateway/serve.ts'
import { buildSnapshot, type Snapshot } from '../../src/gateway/snapshot.ts'
import { PROVIDERS_BY_KIND } from '../../src/providers/index.ts'
import { Chance } from './chance.ts'
import type { Begun, Evidence, SimulatedExchange } from './evidence.ts'
import { FaultyUpstream } from './faulty-upstream.ts'
import { randomKeys, type RandomRequest, randomRequests } from './random-callers.ts'
import { compileFile, randomFile, randomProviders } from './random-config.ts'
import { readAnswer } from './read-answer.ts'
import { SimulatedCaller } from './simulated-caller.ts'
import { type Appended, NO_CATALOGUE, type SimulatedGateway, simulatedGateway } from './simulated-gateway.ts'
import { VirtualTime } from './virtual-time.ts'

/** Faults of the gateway itself, made by a test to see that they are found. */
export interface Sabotage {
  readonly upstream?: (upstream: UpstreamClient, time: VirtualTime) => UpstreamClient
  readonly reply?: (reply: Reply) => Reply
  readonly incoming?: (incoming: Incoming) => Incoming
  readonly gateway?: (gateway: Gateway) => Gateway
}

/**
 * One scenario: the same seed gives the same evidence on every machine.
 *
 * @param directory An empty folder, for one scenario at a time.
 */
export async function simulate(seed: string, directory: string, sabotage: Sabotage = {}): Promise<Evidence> {
  const chance = new Chance(seed)
  // Some begin just before midnight, when budgets turn.
  const time = new VirtualTime(chance.happens(0.2) ? MIDNIGHT_MS - 10_000 : MIDNIGHT_MS + 3_600_000)
  const beganAtMs = time.now()
  const providers = randomProviders(chance)
  const live = { snapshot: randomSnapshot(providers, 'r1', chance) }
  const keys = randomKeys(chance)
  const trouble = chance.pick([0, 0.1, 0.3, 0.8])
  const network = new FaultyUpstream({ seed, time, trouble, providers: live.snapshot.config.providers })
  const upstream = sabotage.upstream?.(network, time) ?? network
  const house = simulatedGateway({ seed, directory, time, upstream, keys, snapshot: () => live.snapshot })
  const gateway = sabotage.gateway?.(house.gateway) ?? house.gateway
  const begun: Begun[] = []
  const around = { keys, providers: Object.keys(providers), routes: [...live.snapshot.routes.keys()] }
  for (const request of randomRequests(around, chance)) {
    time.after(request.atMs, () => void begun.push(begin(request, gateway, time, sabotage)))
  }
  const hadFullDisk = planEvents({ providers, live, gateway, house, time }, chance)
  const { appended, reservations, errors, disk } = house
  const noteRejection = (reason: unknown) => void errors.push(`Nobody handled ${String(reason)}`)
  process.on('unhandledRejection', noteRejection)
  try {
    await time.run()
    house.close()
    const { calls } = network
    return {
      ...{ seed, keys, calls, appended, reservations, errors, hadFullDisk, beganAtMs },
      exchanges: begun.map((one) => ended(one, calls, appended)),
      entries: disk.entries(),
      left: { underway: gateway.underway.size, open: gateway.books.openCount },
      endMs: time.monotonicMs(),
    }
  } finally {
    process.off('unhandledRejection', noteRejection)
    disk.clear()
  }
}

const MIDNIGHT_MS = Date.parse('2026-11-23T00:00:00Z') // A Monday: of the day and of the week.

function randomSnapshot(providers: JsonObject, revision: string, chance: Chance): Snapshot {
  const config = compileFile(randomFile(providers, chance))
  return buildSnapshot(config, revision, { registry: PROVIDERS_BY_KIND, catalogue: NO_CATALOGUE })
}

interface Scene {
  readonly providers: JsonObject
  readonly live: { snapshot: Snapshot }
  readonly gateway: Gateway
  readonly house: SimulatedGateway
  readonly time: VirtualTime
}

/** What befalls the gateway itself: a new configuration, a stop, a full disk. True where that last one is to come. */
function planEvents({ providers, live, gateway, house, time }: Scene, chance: Chance): boolean {
  if (chance.happens(0.2)) {
    const next = randomSnapshot(providers, 'r2', chance)
    time.after(chance.integer(0, 10_000), () => (live.snapshot = next))
  }
  if (chance.happens(0.1)) time.after(chance.integer(0, 20_000), () => interrupt(gateway))
  const hasFullDisk = chance.happens(0.15)
  if (hasFullDisk) fillDisk(house, time, chance)
  return hasFullDisk
}

function begin(request: RandomRequest, gateway: Gateway, time: VirtualTime, sabotage: Sabotage): Begun {
  const caller = new SimulatedCaller(request.manners, time)
  const incoming = incomingOf(request, sabotage.reply?.(caller) ?? caller, time)
  void serve(sabotage.incoming?.(incoming) ?? incoming, gateway)
  const { id = '' } = [...gateway.underway].at(-1) ?? {}
  const { config } = gateway.snapshot()
  return { request, caller, id, config, beganMs: time.monotonicMs(), timeMs: time.now() }
}

function incomingOf(request: RandomRequest, reply: Reply, time: VirtualTime): Incoming {
  return {
    dialect: DIALECTS[request.dialect],
    operation: 'chat',
    headers: request.headers,
    reply,
    async readBody() {
      await time.sleep(request.bodyMs)
      const { leavesAfterMs } = request.manners
      if (leavesAfterMs === null || leavesAfterMs >= request.bodyMs)
        return Buffer.from(JSON.stringify(request.body))
      throw new GatewayError('client_closed_request', 'He left before he had asked.')
    },
  }
}

/** As a gateway that stops does to what is still open. */
function interrupt({ underway }: Gateway): void {
  for (const exchange of underway) exchange.interrupt?.()
}

/** For a while. */
function fillDisk({ disk }: SimulatedGateway, time: VirtualTime, chance: Chance): void {
  const fromMs = chance.integer(0, 3_000)
  time.after(fromMs, () => (disk.isFull = true))
  time.after(fromMs + chance.integer(500, 8_000), () => (disk.isFull = false))
}

function ended(begun: Begun, calls: Evidence['calls'], appended: readonly Appended[]): SimulatedExchange {
  let [opened, closed]: [SimulatedExchange['opened'], SimulatedExchange['closed']] = [null, null]
  for (const one of appended) {
    const { entry } = one
    if (entry.type === 'open' && entry.exchange.id === begun.id) opened = { ...one, entry }
    if (entry.type === 'close' && entry.record.id === begun.id) closed = { ...one, entry }
  }
  return {
    ...begun,
    ...{ opened, closed },
    answer: readAnswer(begun.request, begun.caller),
    calls: calls.filter(({ callerNumber }) => callerNumber === begun.request.number),
  }
}
