import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StrategyName } from '../config/config.ts'
import { Health } from './health.ts'
import { planRoute, type PlanContext } from './plan.ts'
import { seededRandom } from './random.ts'
import type { Route } from './route.ts'
import type { Target } from './target.ts'
import { priced, routeOf, targetAt, withCredentials } from './target.fixture.ts'

function contextOf(fields: Partial<PlanContext> & { readonly seed?: string } = {}): PlanContext {
  const seed = fields.seed ?? 'seed'
  return {
    decisionId: 'dec_1',
    seed,
    revision: 'r1',
    random: seededRandom(seed),
    nowMs: 0,
    turn: 0,
    health: new Health(),
    removes: () => null,
    ...fields,
  }
}

function ids(targets: readonly Target[]): string[] {
  return targets.map(({ id }) => id)
}

const target = fc
  .record({
    credentials: fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 1, maxLength: 3 }),
    weight: fc.double({ min: 0, max: 9, noNaN: true }),
    price: fc.constantFrom(null, priced(1e9, 2e9), priced(0, 0), priced(null, 1)),
  })
  .map(
    ({ credentials, weight, price }) =>
      (position: number) =>
        withCredentials(position, credentials, { weight, price }),
  )
const strategy = fc.constantFrom<StrategyName>('order', 'weighted', 'round-robin', 'price')
const route: fc.Arbitrary<Route> = fc
  .record({ strategy, places: fc.array(target, { minLength: 1, maxLength: 5 }) })
  .map(({ strategy: chosen, places }) =>
    routeOf(
      places.flatMap((make, position) => make(position)),
      { strategy: chosen },
    ),
  )
/** Things that have happened to the targets: which one, what, and how long ago. */
const history = fc.array(
  fc.tuple(
    fc.nat(14),
    fc.constantFrom('provider_error', 'provider_rate_limited', 'provider_unauthorized', 'success'),
    fc.integer({ min: 0, max: 90_000 }),
  ),
  { maxLength: 40 },
)

function healthAfter({ targets }: Route, events: readonly (readonly [number, string, number])[]): Health {
  const health = new Health()
  for (const [index, what, atMs] of events) {
    const id = targets[index % targets.length]?.id ?? ''
    health.began(id, atMs)
    if (what === 'success') health.succeeded(id, { ttftMs: 1, durationMs: 1 })
    else if (what === 'provider_error') health.failed(id, what, null, atMs)
    else if (what === 'provider_rate_limited') health.failed(id, what, atMs % 2 === 0 ? 5_000 : null, atMs)
    else health.failed(id, 'provider_unauthorized', null, atMs)
  }
  return health
}

test('the same route, seed, turn and health give the same plan', () => {
  fc.assert(
    fc.property(route, history, fc.string(), fc.nat(100), (one, events, seed, turn) => {
      const plan = () =>
        planRoute(one, contextOf({ seed, turn, nowMs: 60_000, health: healthAfter(one, events) }))
      expect(plan()).toEqual(plan())
    }),
  )
})

test('a target that a filter removes is never in the plan, however ill the others are', () => {
  fc.assert(
    fc.property(route, history, fc.func(fc.boolean()), (one, events, chosen) => {
      const removed = new Set(ids(one.targets.filter(({ id }) => chosen(id))))
      const fallback = routeOf(one.targets, { name: 'other' })
      const plan = planRoute(
        { ...one, fallbacks: [fallback], onContextLength: [fallback], onContentPolicy: [fallback] },
        contextOf({
          nowMs: 60_000,
          health: healthAfter(one, events),
          removes: ({ id }) => (removed.has(id) ? 'pin' : null),
        }),
      )
      const all = [...plan.targets, ...plan.onContextLength, ...plan.onContentPolicy]
      expect(ids(all).filter((id) => removed.has(id))).toEqual([])
    }),
  )
})

test('no target is twice in a plan, and every candidate is accounted for', () => {
  fc.assert(
    fc.property(route, history, (one, events) => {
      const plan = planRoute(
        { ...one, fallbacks: [routeOf(one.targets)] },
        contextOf({ nowMs: 60_000, health: healthAfter(one, events) }),
      )
      expect(new Set(ids(plan.targets)).size).toBe(plan.targets.length)
      expect(new Set(plan.decision.candidates.map((each) => each.target))).toEqual(new Set(ids(one.targets)))
      expect(plan.decision.target).toBe(plan.targets[0]?.id ?? null)
    }),
  )
})

test('a plan is empty only where every target is known to be full, and says when there is room', () => {
  fc.assert(
    fc.property(route, history, (one, events) => {
      const health = healthAfter(one, events)
      const plan = planRoute(one, contextOf({ nowMs: 60_000, health }))
      const standings = one.targets.map(({ id }) => health.standing(id, 60_000))
      expect(plan.targets.length === 0).toBe(standings.every(({ type }) => type === 'full'))
      const times = standings.flatMap((each) => ('untilMs' in each ? [each.untilMs] : []))
      expect(plan.fullUntilMs).toBe(plan.targets.length === 0 ? Math.min(...times) : null)
    }),
  )
})

test('fallbacks come after the route itself, in their order', () => {
  const fallbacks = [routeOf([targetAt(2)]), routeOf([targetAt(1), targetAt(0)])]
  const plan = planRoute(routeOf([targetAt(0)], { fallbacks }), contextOf())
  expect(ids(plan.targets)).toEqual(['a/m', 'c/m', 'b/m'])
})

test('a fallback that is well goes before the route where that one is ill', () => {
  const health = new Health()
  for (let failure = 0; failure < 3; failure++) health.failed('a/m', 'provider_error', null, 0)
  const plan = planRoute(
    routeOf([targetAt(0)], { fallbacks: [routeOf([targetAt(1)])] }),
    contextOf({ health }),
  )
  expect(ids(plan.targets)).toEqual(['b/m'])
  expect(plan.decision.candidates[0]).toMatchObject({ target: 'a/m', removedBy: 'breaker-open' })
})

test('where all breakers are open the one due soonest is tried', () => {
  const health = new Health()
  for (const [id, atMs] of [
    ['a/m', 2_000],
    ['b/m', 1_000],
  ] as const) {
    for (let failure = 0; failure < 3; failure++) health.failed(id, 'provider_error', null, atMs)
  }
  const plan = planRoute(routeOf([targetAt(0), targetAt(1)]), contextOf({ health, nowMs: 3_000 }))
  expect(ids(plan.targets)).toEqual(['b/m', 'a/m'])
})

test('a place keeps its rank whatever its number of credentials, and its credentials share by their weights', () => {
  const one = routeOf([...withCredentials(0, [3, 1]), targetAt(1)])
  let first = 0
  for (let round = 0; round < 4_000; round++) {
    const plan = ids(planRoute(one, contextOf({ seed: `exc_${round}` })).targets)
    expect(plan[2]).toBe('b/m')
    if (plan[0] === 'a/m#1') first++
  }
  expect(first / 4_000).toBeCloseTo(0.75, 1)
})

test('an infinite score is recorded as none: JSON has no word for it', () => {
  const plan = planRoute(routeOf([targetAt(0)], { strategy: 'price' }), contextOf())
  expect(plan.decision.candidates).toEqual([{ target: 'a/m', score: null, parts: {}, removedBy: null }])
})
