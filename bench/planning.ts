import { readFileSync } from 'node:fs'
import { loadCatalogue } from '../src/catalogue/index.ts'
import { loadConfig } from '../src/config/load.ts'
import type { Catalogue } from '../src/core/price.ts'
import { resolveModel } from '../src/gateway/resolve-model.ts'
import { buildSnapshot, type Snapshot } from '../src/gateway/snapshot.ts'
import { PROVIDERS_BY_KIND } from '../src/providers/index.ts'
import { Health } from '../src/routing/health.ts'
import { planRoute } from '../src/routing/plan.ts'
import { seededRandom } from '../src/routing/random.ts'
import type { RequestFacts } from '../src/routing/request-facts.ts'
import { STRATEGIES } from '../src/routing/strategies/index.ts'

/**
 * What it costs to plan one request, in CPU: a route of 50 candidates with hard and soft filters under each strategy,
 * and one model among 10 and among 10,000. Ends with 1 where a plan takes more than its limit, or where planning
 * depends on how much is configured.
 */
const CANDIDATES = 50
const PLAN_US_MAX = 50
const GROWTH_MAX = 2
/** All subjects take turns, and the best turn of each counts: what disturbs a measurement only ever adds to it. */
const TURNS = 60
const PLANS_PER_TURN = 500
const NOW_MS = 1_000_000
const PRICE = { input: 1, output: 4, cache_read: 0.1 }
const FACTS: RequestFacts = {
  inputTokens: 1_200,
  outputTokens: 500,
  modalities: ['text', 'image'],
  parameters: ['tools'],
  session: 'session-of-somebody',
  ttftMs: 2_000,
}

process.exitCode = main()

function main(): number {
  const text = readFileSync(new URL('../src/catalogue/catalogue.json', import.meta.url), 'utf8')
  const catalogue = loadCatalogue(text)
  const strategies = Object.keys(STRATEGIES).map((strategy) => strategySubject(strategy, catalogue))
  const few = modelsSubject(10, catalogue)
  const many = modelsSubject(10_000, catalogue)
  const subjects = [...strategies, few, many]
  for (let turn = 0; turn < TURNS; turn++) for (const subject of subjects) takeTurn(subject, catalogue)
  for (const { name, bestUs } of subjects)
    console.log(`${name.padEnd(26)} ${bestUs.toFixed(1).padStart(6)} µs`)
  const dearest = Math.max(...strategies.map(({ bestUs }) => bestUs))
  const growth = many.bestUs / few.bestUs
  console.log(`\na plan takes at most ${dearest.toFixed(1)} µs; the limit is ${PLAN_US_MAX} µs`)
  console.log(`among 1,000 times as many models it takes ${growth.toFixed(2)} times as long`)
  return dearest <= PLAN_US_MAX && growth <= GROWTH_MAX ? 0 : 1
}

interface Subject {
  readonly name: string
  readonly snapshot: Snapshot
  /** The models that are called. */
  readonly called: readonly string[]
  readonly health: Health
  bestUs: number
}

function strategySubject(strategy: string, catalogue: Catalogue): Subject {
  const snapshot = snapshotOf({ smart: routeOf(strategy) }, catalogue)
  return subjectOf(`${strategy}, ${CANDIDATES} candidates`, snapshot, ['smart'])
}

/** As many models are called however many there are: what is not called should cost nothing. */
function modelsSubject(count: number, catalogue: Catalogue): Subject {
  const { config } = snapshotOf({ smart: routeOf('balanced') }, catalogue)
  const smart = config.models['smart']
  const [target] = smart?.targets ?? []
  if (target === undefined) throw new Error('The route has no target.')
  const names = Array.from({ length: count }, (_, index) => `model-${index}`)
  const models = names.map((name, index) => {
    const places = [index, index + 1].map((place) => `p${place % CANDIDATES}`)
    return [
      name,
      { ...smart, targets: places.map((provider) => ({ ...target, provider, model: `m${index}` })) },
    ]
  })
  const larger = { ...config, models: Object.fromEntries(models) }
  const snapshot = buildSnapshot(larger, 'bench', { registry: PROVIDERS_BY_KIND, catalogue })
  return subjectOf(
    `${count} models`,
    snapshot,
    names.filter((_, index) => index % (count / 10) === 0),
  )
}

function routeOf(strategy: string): object {
  const targets = Array.from({ length: CANDIDATES }, (_, index) => ({
    provider: `p${index}`,
    model: 'm',
    weight: 1 + (index % 3),
    price: { ...PRICE, input: 1 + index / 10 },
    context: '128k',
    modalities: ['text', 'image'],
    parameters: ['tools'],
  }))
  return {
    targets,
    strategy,
    where: { jurisdiction: ['EU'], zdr: true, max_price: { input: 50 }, require_parameters: true },
    prefer: { max_ttft: { p90: '2s' }, min_throughput: { p50: 20 } },
  }
}

function snapshotOf(models: object, catalogue: Catalogue): Snapshot {
  const provider = {
    kind: 'openai-compatible',
    base_url: 'https://p.example/v1',
    jurisdiction: 'EU',
    retains_data: false,
  }
  const names = Array.from({ length: CANDIDATES }, (_, index) => `p${index}`)
  const providers = Object.fromEntries(names.map((name) => [name, provider]))
  const loaded = loadConfig(JSON.stringify({ providers, models }), {
    env: {},
    kinds: [...PROVIDERS_BY_KIND.keys()],
  })
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'))
  return buildSnapshot(loaded.config, 'bench', { registry: PROVIDERS_BY_KIND, catalogue })
}

/** Every target that will be asked has been a few times, as fast as its place in the route has it. */
function subjectOf(name: string, snapshot: Snapshot, called: readonly string[]): Subject {
  const health = new Health()
  const targets = called.flatMap((model) => snapshot.routes.get(model)?.targets ?? [])
  for (const { id, position } of targets) {
    for (let answer = 0; answer < 5; answer++) {
      const ttftMs = 100 + 10 * position + answer
      const tokens = { input: 900, cacheRead: 300, output: 60 }
      health.began(id, NOW_MS)
      health.succeeded(id, { ttftMs, durationMs: ttftMs + 1_000, tokens }, NOW_MS)
    }
  }
  return { name, snapshot, called, health, bestUs: Number.POSITIVE_INFINITY }
}

/** Takes the CPU of a number of plans, each from the name of the model on. */
function takeTurn(subject: Subject, catalogue: Catalogue): void {
  const { snapshot, called, health } = subject
  const before = process.cpuUsage()
  for (let round = 0; round < PLANS_PER_TURN; round++) {
    const route = resolveModel(called[round % called.length] ?? '', snapshot, catalogue, NOW_MS)
    const plan = planRoute(route, {
      decisionId: 'dec_bench',
      seed: String(round),
      revision: 'bench',
      random: seededRandom(String(round)),
      nowMs: NOW_MS,
      turn: round,
      health,
      removes: () => null,
      facts: FACTS,
    })
    if (plan.targets.length !== route.targets.length) throw new Error('The plan is not whole.')
  }
  const { user, system } = process.cpuUsage(before)
  subject.bestUs = Math.min(subject.bestUs, (user + system) / PLANS_PER_TURN)
}
