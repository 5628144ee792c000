import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StrategyName, WhereConfig } from '../config/config.ts'
import { constraintsOf, removedBy } from './filter.ts'
import { type Condition, healthView, quantiles, uptime } from './health-view.fixture.ts'
import type { Standing } from './health.ts'
import { type Plan, planRoute } from './plan.ts'
import { contextOf, ids } from './plan-context.fixture.ts'
import type { RequestFacts } from './request-facts.ts'
import type { Route } from './route.ts'
import { STRATEGIES } from './strategies/index.ts'
import { priced, routeOf, withCredentials } from './target.fixture.ts'
import type { Target } from './target.ts'

/** What holds of every plan, whatever the route, the request and the health. */

function everyTarget(plan: Plan): readonly Target[] {
  return [...plan.targets, ...plan.onContextLength, ...plan.onContentPolicy]
}

const place = fc
  .record({
    credentials: fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 1, maxLength: 3 }),
    fields: fc.record({
      weight: fc.double({ min: 0, max: 9, noNaN: true }),
      price: fc.constantFrom(null, priced(1e9, 2e9), priced(0, 0), priced(null, 1)),
      isStandby: fc.boolean(),
      jurisdiction: fc.constantFrom(null, 'EU', 'US'),
      retainsData: fc.constantFrom(null, true, false),
      contextTokens: fc.constantFrom(null, 1_000, 9_000),
    }),
  })
  .map(
    ({ credentials, fields }) =>
      (position: number) =>
        withCredentials(position, credentials, fields),
  )
const where = fc.option(
  fc.constantFrom<WhereConfig>(
    {},
    { jurisdiction: ['EU'] },
    { zdr: true },
    { maxPrice: { input: 1 } },
    { only: ['a', 'c'] },
    { ignore: ['b'] },
    { minContext: 5_000 },
  ),
  { nil: null },
)
const strategy = fc.constantFrom(...(Object.keys(STRATEGIES) as StrategyName[])) // Object.keys widens.
const plainRoute: fc.Arbitrary<Route> = fc
  .record({
    strategy,
    where,
    sticky: fc.constantFrom(null, { by: 'session' as const, ttlMs: null }),
    prefer: fc.constantFrom(null, { maxTtftMs: { p90: 100 } }, { minThroughput: { p50: 40 } }),
    places: fc.array(place, { minLength: 1, maxLength: 5 }),
  })
  .map(({ places, ...fields }) =>
    routeOf(
      places.flatMap((make, position) => make(position)),
      fields,
    ),
  )
const route = fc
  .record({
    own: plainRoute,
    fallbacks: fc.array(plainRoute, { maxLength: 2 }),
    onContextLength: fc.array(plainRoute, { maxLength: 1 }),
    onContentPolicy: fc.array(plainRoute, { maxLength: 1 }),
  })
  .map(({ own, ...others }): Route => ({ ...own, ...others }))

const standing = fc.constantFrom<Standing>(
  { type: 'ready' },
  { type: 'half-open' },
  { type: 'open', untilMs: 61_000 },
  { type: 'full', untilMs: 62_000 },
  { type: 'crowded', untilMs: 63_000 },
  { type: 'refused', untilMs: 64_000 },
)
const condition: fc.Arbitrary<Condition> = fc.record({
  standing,
  figures: fc.record({
    inFlight: fc.nat(5),
    ttftMs: fc.constantFrom(null, quantiles(50), quantiles(500)),
    tokensPerSecond: fc.constantFrom(null, quantiles(10), quantiles(90)),
    uptime: fc.constantFrom(null, 0.5, 0.9, 1).map(uptime),
    tokensLeft: fc.constantFrom(null, 0, 5_000),
    quality: fc.constantFrom(null, 0.2, 0.9),
  }),
})
const targetId = fc
  .tuple(fc.constantFrom(...'abcde'), fc.integer({ min: 1, max: 3 }))
  .map(([a, n]) => `${a}/m#${n}`)
const health = fc.dictionary(targetId, condition, { noNullPrototype: true }).map(healthView)
const facts: fc.Arbitrary<RequestFacts> = fc.record({
  inputTokens: fc.constantFrom(10, 3_000, 30_000),
  session: fc.option(fc.string(), { nil: null }),
  ttftMs: fc.constantFrom(null, 200),
})
const preferences = fc.record({
  where,
  prefer: fc.constant(null),
  order: fc.constantFrom(null, ['c', 'a']),
  sort: fc.option(strategy),
  sortAcross: fc.constantFrom('route' as const, 'all' as const),
  allowFallbacks: fc.boolean(),
})

test('the same route, facts, seed, turn and health give the same plan', () => {
  fc.assert(
    fc.property(
      route,
      health,
      facts,
      preferences,
      fc.string(),
      fc.nat(100),
      (one, view, known, wants, seed, turn) => {
        const plan = () =>
          planRoute(one, contextOf({ seed, turn, health: view, facts: known, preferences: wants }))
        expect(plan()).toEqual(plan())
      },
    ),
  )
})

test('no filter is broken at any place of the plan, however ill the others are', () => {
  fc.assert(
    fc.property(
      route,
      health,
      facts,
      preferences,
      where,
      fc.func(fc.boolean()),
      (one, view, known, wants, key, chosen) => {
        const removes = ({ id }: Target) => (chosen(id) ? 'pin' : null)
        const wheres = key === null ? [] : [key]
        const context = contextOf({ health: view, facts: known, preferences: wants, wheres, removes })
        const all = [one.where, wants.where, key]
        const constraints = constraintsOf(all, { facts: known, nowMs: 60_000, removes })
        for (const target of everyTarget(planRoute(one, context)))
          expect(removedBy(target, constraints)).toBeNull()
      },
    ),
  )
})

test('every candidate is accounted for exactly once for each route that names it', () => {
  fc.assert(
    fc.property(route, health, facts, preferences, (one, view, known, wants) => {
      const plan = planRoute(one, contextOf({ health: view, facts: known, preferences: wants }))
      const others = [...one.fallbacks, ...one.onContextLength, ...one.onContentPolicy]
      const routes = wants.allowFallbacks ? [one, ...others] : [one]
      const named = routes.flatMap(({ targets }) => ids(targets))
      expect(plan.decision.candidates.map(({ target }) => target).sort()).toEqual(named.sort())
      expect(plan.decision.target).toBe(plan.targets[0]?.id ?? null)
      const removed = plan.decision.candidates.filter(({ removedBy: reason }) => reason === null)
      for (const { target } of removed) expect(ids(everyTarget(plan))).toContain(target)
      expect(JSON.parse(JSON.stringify(plan.decision))).toEqual(plan.decision)
    }),
  )
})

test('no target is twice in a list', () => {
  fc.assert(
    fc.property(route, health, preferences, (one, view, wants) => {
      const plan = planRoute(one, contextOf({ health: view, preferences: wants }))
      for (const list of [plan.targets, plan.onContextLength, plan.onContentPolicy])
        expect(new Set(ids(list)).size).toBe(list.length)
    }),
  )
})

test('a plan is empty only where every target is known to be full, and says when there is room', () => {
  fc.assert(
    fc.property(plainRoute, health, (one, view) => {
      const open = { ...one, where: null }
      const plan = planRoute(open, contextOf({ health: view }))
      const standings = one.targets.map(({ id }) => view.standing(id, 60_000))
      expect(plan.targets.length === 0).toBe(standings.every(({ type }) => type === 'full'))
      expect(plan.fullUntilMs).toBe(plan.targets.length === 0 ? 62_000 : null)
    }),
  )
})

test('what stands by is behind all that is well, that of fallbacks too', () => {
  fc.assert(
    fc.property(route, health, (one, view) => {
      const { targets } = planRoute(one, contextOf({ health: view }))
      const [first] = targets
      if (first === undefined || view.standing(first.id, 60_000).type in { open: 0, crowded: 0, refused: 0 })
        return
      const flags = targets.map(({ isStandby }) => isStandby)
      expect(flags).toEqual([...flags].sort())
    }),
  )
})
