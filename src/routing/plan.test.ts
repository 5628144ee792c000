import { expect, test } from 'vitest'
import { healthView, quantiles } from './health-view.fixture.ts'
import { planRoute } from './plan.ts'
import { contextOf, ids } from './plan-context.fixture.ts'
import { NO_PREFERENCES, type Preferences } from './preferences.ts'
import { priced, routeOf, targetAt, withCredentials } from './target.fixture.ts'

function preferring(fields: Partial<Preferences>): Preferences {
  return { ...NO_PREFERENCES, ...fields }
}

test('a clock of the health that is not ours is translated back', () => {
  const full = healthView({ 'a/m': { standing: { type: 'full', untilMs: 1_500 } } })
  const plan = planRoute(routeOf([targetAt(0)]), contextOf({ health: full, healthNowMs: 1_000 }))
  expect(plan.fullUntilMs).toBe(60_500)
})

test('fallbacks come after the route itself, in their order', () => {
  const fallbacks = [routeOf([targetAt(2)]), routeOf([targetAt(1), targetAt(0)])]
  const plan = planRoute(routeOf([targetAt(0)], { fallbacks }), contextOf())
  expect(ids(plan.targets)).toEqual(['a/m', 'c/m', 'b/m'])
})

test('a fallback has conditions of its own beside those of the route', () => {
  const eu = { jurisdiction: 'EU' }
  const fallback = routeOf([targetAt(1, eu), targetAt(2, { ...eu, retainsData: false }), targetAt(3)], {
    where: { zdr: true },
  })
  const one = routeOf([targetAt(0, eu)], { where: { jurisdiction: ['EU'] }, fallbacks: [fallback] })
  const plan = planRoute(one, contextOf())
  expect(ids(plan.targets)).toEqual(['a/m', 'c/m'])
  expect(plan.decision.candidates.map(({ target, removedBy: reason }) => [target, reason])).toEqual([
    ['a/m', null],
    ['b/m', 'zdr'],
    ['d/m', 'jurisdiction'],
    ['c/m', null],
  ])
})

const OPEN = { standing: { type: 'open', untilMs: 61_000 } } as const

test('a fallback that is well goes before the route where that one is ill', () => {
  const plan = planRoute(
    routeOf([targetAt(0)], { fallbacks: [routeOf([targetAt(1)])] }),
    contextOf({ health: healthView({ 'a/m': OPEN }) }),
  )
  expect(ids(plan.targets)).toEqual(['b/m'])
  expect(plan.decision.candidates[0]).toMatchObject({ target: 'a/m', removedBy: 'breaker-open' })
})

test('where all breakers are open the one due soonest is tried', () => {
  const later = { standing: { type: 'open', untilMs: 62_000 } } as const
  const plan = planRoute(
    routeOf([targetAt(0), targetAt(1)]),
    contextOf({ health: healthView({ 'a/m': later, 'b/m': OPEN }) }),
  )
  expect(ids(plan.targets)).toEqual(['b/m', 'a/m'])
})

test('a target that is too slow, or whose length may not be enough, goes behind and not away', () => {
  const targets = [targetAt(0), targetAt(1, { contextTokens: 1_000 }), targetAt(2)]
  const one = routeOf(targets, { prefer: { maxTtftMs: { p90: 2_000 } } })
  const view = healthView({ 'a/m': { figures: { ttftMs: quantiles(1_400) } } })
  const plan = planRoute(one, contextOf({ health: view, facts: { inputTokens: 900, outputTokens: 200 } }))
  expect(ids(plan.targets)).toEqual(['c/m', 'a/m', 'b/m'])
  expect(plan.decision.candidates[1]?.parts).toMatchObject({ 'slow-start': 1 })
})

test('the owner of a session is one that may be tried and keeps what the caller waits for', () => {
  const targets = [targetAt(0), targetAt(1), targetAt(2)]
  const one = routeOf(targets, { sticky: { by: 'session', ttlMs: null } })
  const first = (view = healthView()) =>
    ids(planRoute(one, contextOf({ health: view, facts: { session: 's', ttftMs: 1_000 } })).targets)
  const [owner = ''] = first()
  const slow = first(healthView({ [owner]: { figures: { ttftMs: quantiles(5_000) } } }))
  const gone = first(healthView({ [owner]: OPEN }))
  expect(slow.at(-1)).toBe(owner)
  expect(gone).toEqual(slow.slice(0, 2))
})

test('what is too long for every target of the route goes where it would have gone in the end', () => {
  const small = { contextTokens: 1_000 }
  const big = routeOf([targetAt(2)])
  const one = routeOf([targetAt(0, small), targetAt(1, small)], { onContextLength: [big] })
  const plan = planRoute(one, contextOf({ facts: { inputTokens: 10_000 } }))
  expect(ids(plan.targets)).toEqual(['c/m'])
  expect(plan.decision.target).toBe('c/m')
})

test('a request may choose its own order, with or without the rest', () => {
  const targets = [targetAt(0), targetAt(1), targetAt(2)]
  const plan = (wants: Partial<Preferences>) =>
    planRoute(routeOf(targets), contextOf({ preferences: preferring(wants) }))
  expect(ids(plan({ order: ['c', 'b'] }).targets)).toEqual(['c/m', 'b/m', 'a/m'])
  const strict = plan({ order: ['c', 'b'], allowFallbacks: false })
  expect(ids(strict.targets)).toEqual(['c/m', 'b/m'])
  expect(strict.decision.candidates[0]).toMatchObject({ target: 'a/m', removedBy: 'allow-fallbacks' })
  const alone = plan({ allowFallbacks: false })
  expect(ids(alone.targets)).toEqual(['a/m'])
  expect(alone.decision.candidates.map(({ removedBy: reason }) => reason)).toEqual([
    null,
    'allow-fallbacks',
    'allow-fallbacks',
  ])
})

test('a request may be sorted across its fallbacks', () => {
  const at = (usd: number) => ({ price: priced(usd * 1e9, usd * 1e9) })
  const fallbacks = [routeOf([targetAt(2, at(1)), targetAt(3, at(3))])]
  const one = routeOf([targetAt(0, at(2)), targetAt(1, at(4))], { fallbacks })
  const plan = (sortAcross: 'route' | 'all') =>
    ids(planRoute(one, contextOf({ preferences: preferring({ sort: 'price', sortAcross }) })).targets)
  expect(plan('route')).toEqual(['a/m', 'b/m', 'c/m', 'd/m'])
  expect(plan('all')).toEqual(['c/m', 'a/m', 'd/m', 'b/m'])
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
