import fc from 'fast-check'
import { expect, test } from 'vitest'
import { targetAt, withCredentials } from '../target.fixture.ts'
import type { Target } from '../target.ts'
import { order } from './order.ts'
import { sticky, stickyOver } from './sticky.ts'
import { orderOf } from './strategy-context.fixture.ts'

const bySession = stickyOver(order, { by: 'session', ttlMs: null })

function ownerOf(targets: readonly Target[], session: string, nowMs = 0): string {
  return orderOf(bySession, targets, { facts: { session }, nowMs })[0] ?? ''
}

const SESSIONS = Array.from({ length: 5_000 }, (_, index) => `session-${index}`)
const places = fc.uniqueArray(fc.nat(20), { minLength: 2, maxLength: 8 })

test('a target that leaves moves its own sessions and no other', () => {
  fc.assert(
    fc.property(places, fc.array(fc.string(), { maxLength: 50 }), (positions, sessions) => {
      const targets = positions.map((position) => targetAt(position))
      const [gone, ...left] = targets
      for (const session of sessions) {
        const before = ownerOf(targets, session)
        if (before !== gone?.id) expect(ownerOf(left, session)).toBe(before)
      }
    }),
  )
})

test('each owns its share by weight, and one that joins takes only its own', () => {
  const three = [targetAt(0), targetAt(1), targetAt(2, { weight: 2 })]
  const four = [...three, targetAt(3)]
  const owners = SESSIONS.map((session) => [ownerOf(three, session), ownerOf(four, session)] as const)
  const heavy = owners.filter(([before]) => before === 'c/m').length / SESSIONS.length
  expect(heavy).toBeCloseTo(0.5, 1)
  const moved = owners.filter(([before, after]) => before !== after)
  expect(moved.every(([, after]) => after === 'd/m')).toBe(true)
  expect(moved.length / SESSIONS.length).toBeCloseTo(1 / 5, 1)
})

test('credentials share what their place owns, and a place with more of them owns no more', () => {
  const targets = [...withCredentials(0, [1, 3]), targetAt(1)]
  const count = (id: string) => SESSIONS.filter((session) => ownerOf(targets, session) === id).length
  expect(count('b/m') / SESSIONS.length).toBeCloseTo(0.5, 1)
  expect(count('a/m#2') / (count('a/m#1') + count('a/m#2'))).toBeCloseTo(0.75, 1)
})

test('another order of the same places moves nobody', () => {
  const targets = [targetAt(0), targetAt(1), targetAt(2)]
  const turned = [2, 0, 1].map((place, position) => ({ ...targetAt(place), position }))
  for (const session of SESSIONS.slice(0, 100))
    expect(ownerOf(turned, session)).toBe(ownerOf(targets, session))
})

test('the rest stands as the strategy within has it, and so does a request that names no session', () => {
  const targets = [targetAt(0), targetAt(1), targetAt(2), targetAt(3)]
  const [first = '', ...rest] = orderOf(bySession, targets, { facts: { session: 'x' } })
  expect(rest).toEqual(['a/m', 'b/m', 'c/m', 'd/m'].filter((id) => id !== first))
  expect(orderOf(bySession, targets)).toEqual(['a/m', 'b/m', 'c/m', 'd/m'])
  expect(orderOf(bySession, targets, { facts: { user: 'x' } })).toEqual(['a/m', 'b/m', 'c/m', 'd/m'])
  const random = () => 0.5
  expect(orderOf(sticky, targets, { facts: { session: 'x' }, random })[0]).toBe(first)
})

test('users and prompts are kept together too', () => {
  const targets = [targetAt(0), targetAt(1), targetAt(2), targetAt(3)]
  for (const by of ['user', 'prefix'] as const) {
    const strategy = stickyOver(order, { by, ttlMs: null })
    expect(orderOf(strategy, targets, { facts: { [by]: 'x' } })[0]).toBe(ownerOf(targets, 'x'))
  }
})

test('with a lifetime each key is drawn anew once in it, and not all at the same moment', () => {
  const strategy = stickyOver(order, { by: 'session', ttlMs: 1_000 })
  const targets = Array.from({ length: 8 }, (_, place) => targetAt(place))
  const owner = (session: string, nowMs: number) =>
    orderOf(strategy, targets, { facts: { session }, nowMs })[0]
  const movedAt = SESSIONS.slice(0, 200).map((session) => {
    const owners = Array.from({ length: 11 }, (_, tenth) => owner(session, tenth * 100))
    return owners.findIndex((each, index) => index > 0 && each !== owners[index - 1])
  })
  expect(new Set(movedAt).size).toBeGreaterThan(9)
})
