import type { Budget, RateLimits } from '../../src/core/budget.ts'
import type { KeyRecord } from '../../src/core/key.ts'
import { usdToNanos } from '../../src/core/money.ts'
import type { JsonObject } from '../../src/core/json.ts'
import { hashSecret } from '../../src/gateway/key-ring.ts'
import type { Chance } from './chance.ts'
import { randomLimits, ROUTE_NAMES } from './random-config.ts'
import { NATIVE_IDS } from './random-route.ts'

/** What simulated callers speak. */
const SPOKEN = ['openai', 'anthropic'] as const

/** One request as its caller means to make it. */
export interface RandomRequest {
  /** Stands in the text of the request, so that a provider's calls can be laid at its door: `caller-7`. */
  readonly number: number
  readonly dialect: (typeof SPOKEN)[number]
  /** After the beginning of the scenario. */
  readonly atMs: number
  /** How long his body is under way. */
  readonly bodyMs: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: JsonObject
  readonly model: string
  readonly isStreamed: boolean
  readonly key: RandomKey | null
  readonly options: CallerOptions
  readonly manners: Manners
}

/** What the headers say, for whoever checks that it was heeded. */
export interface CallerOptions {
  readonly deadlineMs?: number
  readonly ttftMs?: number
  readonly maxCostUsd?: number
  readonly pin?: string
}

export interface Manners {
  /** He closes his connection so long after he asked. */
  readonly leavesAfterMs: number | null
  /** He closes it as soon as he has so many pieces. */
  readonly leavesAfterPieces: number | null
  /** How long each piece lies unread. 0: he reads at once. Null: from the second piece on he reads no more. */
  readonly readsAfterMs: number | null
}

export interface RandomKey {
  readonly secret: string
  readonly record: KeyRecord
  /** What it had spent before this process began. */
  readonly spentBefore: { readonly costNanos: number; readonly tokens: number; readonly calls: number }
}

export function randomKeys(chance: Chance): readonly RandomKey[] {
  return Array.from({ length: chance.integer(1, 3) }, (_, at) => randomKey(`k${at + 1}`, chance))
}

/** What a caller may ask with, and for. */
interface Surroundings {
  readonly keys: readonly RandomKey[]
  readonly providers: readonly string[]
  readonly routes: readonly string[]
}

export function randomRequests(around: Surroundings, chance: Chance): readonly RandomRequest[] {
  // Most are small, to be quick; limits, breakers and outages need some that are not.
  const count = chance.happens(0.15) ? chance.integer(5, 20) : chance.integer(1, 5)
  const spreadMs = chance.pick([0, 1_000, 20_000, 120_000])
  return Array.from({ length: count }, (_, at) =>
    randomRequest(at + 1, { ...around, atMs: chance.integer(0, spreadMs) }, chance),
  )
}

function randomKey(id: string, chance: Chance): RandomKey {
  const secret = `sk-ptl-${id}`
  const spent = chance.happens(0.2)
  return {
    secret,
    record: {
      id,
      hash: hashSecret(secret),
      hint: id,
      name: id,
      role: chance.happens(0.02) ? 'viewer' : 'inference',
      models: chance.happens(0.1) ? chance.some([...ROUTE_NAMES, 'p1/*', 'p2/one'], 3) : null,
      limits: chance.happens(0.4) ? randomKeyLimits(chance) : {},
      budgets: chance.happens(0.4) ? [randomBudget(chance)] : [],
      expiresAtMs: null,
      blocked: chance.happens(0.02),
      organizationId: null,
      projectId: null,
      memberId: null,
      scopes: null,
      tags: chance.happens(0.3) ? ['of-the-key'] : [],
      metadata: null,
      createdAtMs: 0,
      updatedAtMs: 0,
      previous: null,
    },
    spentBefore: {
      costNanos: spent ? chance.integer(0, 10_000_000) : 0,
      tokens: spent ? chance.integer(0, 500) : 0,
      calls: spent ? chance.integer(0, 2) : 0,
    },
  }
}

function randomKeyLimits(chance: Chance): KeyRecord['limits'] {
  const limits = (): RateLimits => randomLimits(chance)
  return { ...limits(), ...(chance.happens(0.3) ? { models: { [chance.pick(ROUTE_NAMES)]: limits() } } : {}) }
}

function randomBudget(chance: Chance): Budget {
  const amounts: readonly Pick<Budget, 'usdNanos' | 'tokens' | 'calls'>[] = [
    { usdNanos: usdToNanos(chance.integer(1, 100) / 1_000) },
    { tokens: chance.integer(500, 20_000) },
    { calls: chance.integer(1, 6) },
  ]
  const windows: readonly Budget['window'][] = ['day', 'week', 'month', 'lifetime', { days: 2 }]
  return { ...chance.pick(amounts), window: chance.pick(windows), onExhausted: 'deny' }
}

function randomRequest(
  number: number,
  around: Surroundings & { readonly atMs: number },
  chance: Chance,
): RandomRequest {
  const { keys, providers, atMs } = around
  const dialect = chance.pick(SPOKEN)
  const model = randomModel(around, chance)
  const isStreamed = chance.happens(0.6)
  const key = chance.happens(0.85) ? chance.pick(keys) : null
  const options = randomOptions(providers, chance)
  return {
    number,
    dialect,
    atMs,
    bodyMs: chance.skewed(0, 800),
    headers: {
      authorization: `Bearer ${key?.secret ?? chance.pick(SECRETS)}`,
      ...headersOf(options, chance),
    },
    body: randomBody(number, { dialect, model, isStreamed }, chance),
    model,
    isStreamed,
    key,
    options,
    manners: randomManners(chance),
  }
}

export const MASTER_SECRET = 'sk-ptl-master-of-the-simulation'
/** Of callers without a key of their own: the operator, and a stranger. */
const SECRETS = [...Array.from({ length: 9 }, () => MASTER_SECRET), 'sk-ptl-of-nobody']

function randomModel({ providers, routes }: Surroundings, chance: Chance): string {
  const kind = chance.weighed({ route: 80, native: 10, floor: 8, unknown: 2 })
  if (kind === 'native') return `${chance.pick(providers)}/${chance.pick(NATIVE_IDS)}`
  const name = chance.pick(routes)
  if (kind === 'floor') return `${name}:floor`
  return kind === 'route' ? name : 'no-such-model'
}

function randomOptions(providers: readonly string[], chance: Chance): CallerOptions {
  const place = `${chance.pick(providers)}/${chance.pick(NATIVE_IDS)}`
  return {
    ...(chance.happens(0.15) ? { deadlineMs: chance.integer(50, 6_000) } : {}),
    ...(chance.happens(0.1) ? { ttftMs: chance.integer(50, 2_000) } : {}),
    ...(chance.happens(0.1) ? { maxCostUsd: chance.integer(1, 400) / 100_000 } : {}),
    ...(chance.happens(0.06) ? { pin: chance.happens(0.3) ? `${place}#1` : place } : {}),
  }
}

function headersOf(
  { deadlineMs, ttftMs, maxCostUsd, pin }: CallerOptions,
  chance: Chance,
): Record<string, string> {
  return {
    ...(deadlineMs === undefined ? {} : { 'x-portolan-deadline-ms': String(deadlineMs) }),
    ...(ttftMs === undefined ? {} : { 'x-portolan-ttft-ms': String(ttftMs) }),
    ...(maxCostUsd === undefined ? {} : { 'x-portolan-max-cost': String(maxCostUsd) }),
    ...(pin === undefined ? {} : { 'x-portolan-pin': pin }),
    ...(chance.happens(0.3) ? { 'x-portolan-session': `s${chance.integer(1, 3)}` } : {}),
    ...(chance.happens(0.1) ? { 'x-portolan-user': 'u1', 'x-portolan-tags': 'a, b' } : {}),
    ...(chance.happens(0.1) ? { 'x-portolan-seed': 'fixed' } : {}),
    ...(chance.happens(0.1) ? { 'x-portolan-no-store': 'true' } : {}),
  }
}

function randomBody(
  number: number,
  { dialect, model, isStreamed }: Pick<RandomRequest, 'dialect' | 'model' | 'isStreamed'>,
  chance: Chance,
): JsonObject {
  const text = `caller-${number} asks ${'for more and more words '.repeat(chance.skewed(0, 20))}`
  const isLimited = dialect === 'anthropic' || chance.happens(0.6)
  const hasTools = chance.happens(0.3)
  return {
    model,
    messages: [{ role: 'user', content: text }],
    stream: isStreamed,
    ...(isLimited ? { max_tokens: chance.skewed(20, 400) } : {}),
    ...(hasTools ? { tools: [TOOLS[dialect]] } : {}),
    ...(dialect === 'openai' && isStreamed && chance.happens(0.5)
      ? { stream_options: { include_usage: true } }
      : {}),
  }
}

const PARAMETERS = { type: 'object', properties: { words: { type: 'string' } } } as const
const TOOLS: Readonly<Record<RandomRequest['dialect'], JsonObject>> = {
  openai: { type: 'function', function: { name: 'write', parameters: PARAMETERS } },
  anthropic: { name: 'write', input_schema: PARAMETERS },
}

function randomManners(chance: Chance): Manners {
  const kind = chance.weighed({ patient: 70, impatient: 10, satisfied: 7, slow: 10, asleep: 3 })
  return {
    leavesAfterMs: kind === 'impatient' ? chance.skewed(0, 5_000) : kind === 'asleep' ? 60_000 : null,
    leavesAfterPieces: kind === 'satisfied' ? chance.integer(1, 10) : null,
    readsAfterMs: kind === 'slow' ? chance.skewed(1, 1_500) : kind === 'asleep' ? null : 0,
  }
}
