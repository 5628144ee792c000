import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonValue } from '../../core/json.ts'
import { constraintsOf, removedBy } from '../filter.ts'
import { type Condition, healthView } from '../health-view.fixture.ts'
import type { PlanContext } from '../plan.ts'
import { seededRandom } from '../random.ts'
import { routeOf, targetAt } from '../target.fixture.ts'
import { nextStep } from './exit.ts'
import type { LeafNode } from './node.ts'
import { parseTree } from './parse-tree.ts'
import { planTree, type TreePlan } from './plan-tree.ts'

/** Leaves are targets by their letters; `route: abc` is a route of several. */
function leafOf(fields: Readonly<Record<string, JsonValue | undefined>>): LeafNode {
  const targets = [...String(fields['route'] ?? fields['provider'])].map((letter, position) => ({
    ...targetAt(letter.charCodeAt(0) - 97),
    position,
  }))
  const [target] = targets
  if (fields['route'] === undefined && target !== undefined) return { type: 'target', target }
  return { type: 'route', route: routeOf(targets, { name: 'inner' }) }
}

const BASE = routeOf([])

function planOf(config: JsonValue, fields: Partial<PlanContext> = {}, seed = 'seed'): TreePlan {
  return planTree(parseTree(config, leafOf), BASE, {
    decisionId: 'dec_1',
    seed,
    revision: 'r1',
    random: seededRandom(seed),
    nowMs: 0,
    turn: 0,
    health: healthView(),
    removes: () => null,
    ...fields,
  })
}

/** The targets that are tried when each of them fails with the status given for it. */
function walk(plan: TreePlan, statuses: Readonly<Record<string, number>>): string {
  let path = ''
  let at: number | null = plan.targets.length > 0 ? 0 : null
  while (at !== null) {
    const letter = plan.targets[at]?.providerName ?? '?'
    path += letter
    const status = statuses[letter] ?? 500
    at = nextStep(plan.exits[at] ?? [], { status, isRetryable: status >= 500 })
  }
  return path
}

const leaf = (provider: string, fields = {}) => ({ provider, ...fields })
const fallback = (targets: JsonValue[], codes?: number[]) => ({
  strategy: { mode: 'fallback', ...(codes === undefined ? {} : { on_status_codes: codes }) },
  targets,
})

test('single, and no strategy, is the first target', () => {
  expect(walk(planOf(leaf('a')), {})).toBe('a')
  expect(walk(planOf({ targets: [leaf('a'), leaf('b')] }), {})).toBe('a')
  expect(walk(planOf({ strategy: { mode: 'single' }, targets: [leaf('b')] }), {})).toBe('b')
})

test('a fallback goes on after any failure, or after those it names', () => {
  const any = planOf(fallback([leaf('a'), leaf('b'), leaf('c')]))
  expect(walk(any, { a: 400, b: 404 })).toBe('abc')
  const some = planOf(fallback([leaf('a'), leaf('b'), leaf('c')], [429]))
  expect(walk(some, { a: 429, b: 500 })).toBe('ab')
  expect(walk(some, { a: 500 })).toBe('a')
})

test('a fallback sees what comes out of the one within', () => {
  const plan = planOf(fallback([fallback([leaf('a'), leaf('b')], [429]), leaf('c')], [500]))
  expect(walk(plan, { a: 500 })).toBe('ac')
  expect(walk(plan, { a: 429, b: 500 })).toBe('abc')
  expect(walk(plan, { a: 429, b: 429 })).toBe('ab')
})

test('a route within a tree goes on by its own rules, and leaves by those of the tree', () => {
  const plan = planOf(fallback([{ route: 'ab' }, leaf('c')]))
  expect(walk(plan, { a: 500, b: 500 })).toBe('abc')
  expect(walk(plan, { a: 400 })).toBe('ac')
})

test('one of a load balance is tried, in proportion to the weights and never at a weight of 0', () => {
  const targets = [leaf('a', { weight: 3 }), leaf('b'), leaf('c', { weight: 0 })]
  const config = { strategy: { mode: 'loadbalance' }, targets }
  const paths = Array.from({ length: 4_000 }, (_, index) => walk(planOf(config, {}, `exc_${index}`), {}))
  expect(paths.filter((path) => path === 'a').length / 4_000).toBeCloseTo(0.75, 1)
  expect(new Set(paths)).toEqual(new Set(['a', 'b']))
  const removed = planOf(config).decision.candidates.filter(({ removedBy: by }) => by === 'loadbalance')
  expect(removed).toHaveLength(2)
})

test('a sticky load balance keeps those together that agree in its fields', () => {
  const sticky = { enabled: true, hash_fields: ['metadata.user', 'params.model'] }
  const targets = [leaf('a'), leaf('b'), leaf('c')]
  const config = { strategy: { mode: 'loadbalance', sticky }, targets }
  const path = (user: string, seed: string) =>
    walk(planOf(config, { facts: { metadata: { user } } }, seed), {})
  const owners = Array.from({ length: 60 }, (_, user) => path(`u${user}`, 'one'))
  expect(Array.from({ length: 60 }, (_, user) => path(`u${user}`, 'other'))).toEqual(owners)
  expect(new Set(owners).size).toBe(3)
})

/** An object with a `then` of its own is taken for a promise by those who look. */
function when(query: JsonValue, name: string): JsonValue {
  return JSON.parse(`{ "query": ${JSON.stringify(query)}, "then": "${name}" }`)
}

const CONDITIONAL = {
  strategy: {
    mode: 'conditional',
    conditions: [
      when({ 'metadata.plan': 'paid' }, 'good'),
      when({ 'params.temperature': { $gt: 1 } }, 'wild'),
    ],
    default: 'cheap',
  },
  targets: [leaf('a', { name: 'cheap' }), leaf('b', { name: 'good' }), leaf('c', { name: 'wild' })],
}

test('the first condition that holds decides', () => {
  const path = (facts: PlanContext['facts']) =>
    walk(planOf(CONDITIONAL, facts === undefined ? {} : { facts }), {})
  expect(path({ metadata: { plan: 'paid' }, params: { temperature: 2 } })).toBe('b')
  expect(path({ params: { temperature: 2 } })).toBe('c')
  expect(path(undefined)).toBe('a')
})

test('a request for which there is no way is refused, unless the tree has another', () => {
  const { default: _, ...strategy } = CONDITIONAL.strategy
  const strict = { ...CONDITIONAL, strategy }
  expect(() => planOf(strict)).toThrow('fulfils no condition')
  expect(walk(planOf(fallback([strict, leaf('d')])), {})).toBe('d')
})

const OPEN: Condition = { standing: { type: 'open', untilMs: 1 } }

test('what is not well is passed over, and tried where nothing else is left', () => {
  const config = fallback([
    leaf('a'),
    { strategy: { mode: 'loadbalance' }, targets: [leaf('b'), leaf('c', { weight: 1e-6 })] },
  ])
  const path = (...ill: string[]) =>
    walk(
      planOf(config, { health: healthView(Object.fromEntries(ill.map((each) => [`${each}/m`, OPEN]))) }),
      {},
    )
  expect(path('b')).toBe('ac')
  expect(path('a', 'b')).toBe('c')
  expect(path('a', 'b', 'c')).toMatch(/^a[bc]$/)
})

const letter = fc.constantFrom(...'abcdef')
const { tree } = fc.letrec<{ tree: JsonValue; inner: JsonValue }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    letter.map((name) => leaf(name)),
    tie('inner'),
  ),
  inner: fc
    .record({
      mode: fc.constantFrom('single', 'fallback', 'loadbalance'),
      targets: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
    })
    .map(({ mode, targets }) => ({ strategy: { mode }, targets })),
}))

test('in any tree no filter is broken, every leaf is accounted for, and every way leads forward', () => {
  fc.assert(
    fc.property(
      tree,
      fc.subarray([...'abcdef']),
      fc.dictionary(letter, fc.constant(OPEN)),
      (config, banned, ill) => {
        const health = healthView(Object.fromEntries(Object.keys(ill).map((name) => [`${name}/m`, OPEN])))
        const wheres = [{ ignore: banned }]
        const plan = planOf(config, { wheres, health })
        const constraints = constraintsOf(wheres, { facts: {}, nowMs: 0, removes: () => null })
        for (const target of plan.targets) expect(removedBy(target, constraints)).toBeNull()
        expect(plan.decision.candidates).toHaveLength(leaves(config))
        for (const [index, exits] of plan.exits.entries())
          for (const { to } of exits) {
            expect(to).toBeGreaterThan(index)
            expect(to).toBeLessThan(plan.targets.length)
          }
        expect(planOf(config, { wheres, health })).toEqual(plan)
      },
    ),
  )
})

/** As many as can be reached: `single` reads past the rest of its targets. */
function leaves(config: JsonValue): number {
  const { strategy, targets } = config as { strategy?: { mode: string }; targets?: JsonValue[] }
  if (targets === undefined) return 1
  const read = strategy?.mode === 'single' ? targets.slice(0, 1) : targets
  return read.reduce<number>((sum, each) => sum + leaves(each), 0)
}

test.each<[JsonValue, string]>([
  ['x', 'config'],
  [{ targets: [] }, 'config.targets'],
  [{ targets: ['x'] }, 'config.targets[0]'],
  [{ strategy: { mode: 'roundrobin' }, targets: [leaf('a')] }, 'config.strategy.mode'],
  [fallback([leaf('a')], [0]), 'config.strategy.on_status_codes'],
  [{ strategy: { mode: 'loadbalance' }, targets: [leaf('a', { weight: 0 })] }, 'config.targets'],
  [{ strategy: { mode: 'loadbalance' }, targets: [leaf('a', { weight: -1 })] }, 'config.targets[0].weight'],
  [
    {
      strategy: { mode: 'loadbalance', sticky: { enabled: true, hash_fields: ['ip'] } },
      targets: [leaf('a')],
    },
    'config.strategy.sticky.hash_fields',
  ],
  [{ strategy: { mode: 'conditional' }, targets: [leaf('a')] }, 'config.strategy.conditions'],
  [
    { strategy: { mode: 'conditional', conditions: [when({}, 'b')] }, targets: [leaf('a')] },
    'config.strategy.conditions[0].then',
  ],
  [{ ...CONDITIONAL, strategy: { ...CONDITIONAL.strategy, default: 'none' } }, 'config.strategy.default'],
  [fallback(Array.from({ length: 256 }, () => leaf('a'))), 'config.targets[255]'],
  [deep(9), `config${'.targets[0]'.repeat(9)}`],
])('%j is refused, and the place named', (config, param) => {
  expect(() => parseTree(config, leafOf)).toThrow(expect.objectContaining({ details: { param } }))
})

function deep(depth: number): JsonValue {
  return depth === 0 ? leaf('a') : fallback([deep(depth - 1)])
}
