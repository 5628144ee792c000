import { expect, test } from 'vitest'
import { GatewayError } from '../core/error.ts'
import type { KeyRecord } from '../core/key.ts'
import { keyOf } from './gateway.fixture.ts'
import { hashSecret, KeyRing, type KeySource, MASTER_KEY_ID } from './key-ring.ts'

/** A ring over keys that the test may change, with a clock that it moves. */
function ringOf(...keys: KeyRecord[]) {
  const state = { nowMs: 1, asked: 0, keys }
  const source: KeySource = {
    async findKeyByHash(hash) {
      state.asked++
      return state.keys.find((key) => key.hash === hash || key.previous?.hash === hash) ?? null
    },
  }
  const clock = { now: () => state.nowMs, monotonicMs: () => state.nowMs }
  return { state, source, clock, ring: new KeyRing('the master key', source, clock) }
}

async function outcome(ring: KeyRing, secret: string): Promise<string> {
  try {
    return (await ring.find(secret)).keyId
  } catch (error) {
    return GatewayError.from(error).code
  }
}

test('the master key is known without the store, and nothing like it is', async () => {
  const { ring, state } = ringOf()
  expect(await outcome(ring, 'the master key')).toBe(MASTER_KEY_ID)
  expect(state.asked).toBe(0)
  expect(await outcome(ring, 'the master key ')).toBe('key_invalid')
  expect(await outcome(ring, hashSecret('the master key'))).toBe('key_invalid')
})

test('the store is asked once for a key, and for ten seconds once for a wrong one', async () => {
  const { ring, state } = ringOf(keyOf('sk-a'))
  for (let round = 0; round < 5; round++) expect(await outcome(ring, 'sk-a')).toBe('key_1')
  expect(state.asked).toBe(1)
  for (let round = 0; round < 5; round++) expect(await outcome(ring, 'sk-wrong')).toBe('key_invalid')
  expect(state.asked).toBe(2)
  state.nowMs = 10_002
  await new Promise((resolve) => setTimeout(resolve, 5)) // The cache reads the clock once in a millisecond.
  await outcome(ring, 'sk-wrong')
  expect(state.asked).toBe(3)
})

test('a blocked key, an expired key and a rotated one are revoked, in the moment that says so', async () => {
  expect(await outcome(ringOf(keyOf('sk-a', { blocked: true })).ring, 'sk-a')).toBe('key_revoked')

  const expiring = ringOf(keyOf('sk-a', { expiresAtMs: 100 }))
  expect(await outcome(expiring.ring, 'sk-a')).toBe('key_1')
  expiring.state.nowMs = 100
  expect(await outcome(expiring.ring, 'sk-a')).toBe('key_revoked')

  const rotated = ringOf(keyOf('sk-new', { previous: { hash: hashSecret('sk-old'), untilMs: 100 } }))
  expect(await outcome(rotated.ring, 'sk-old')).toBe('key_1')
  rotated.state.nowMs = 100
  expect(await outcome(rotated.ring, 'sk-old')).toBe('key_revoked')
  expect(await outcome(rotated.ring, 'sk-new')).toBe('key_1')
})

test('a change holds from the next request on', async () => {
  const { ring, state } = ringOf(keyOf('sk-a'))
  await outcome(ring, 'sk-a')
  state.keys = [keyOf('sk-a', { blocked: true })]
  ring.changed(keyOf('sk-a', { blocked: true }))
  expect(await outcome(ring, 'sk-a')).toBe('key_revoked')
  state.keys = []
  ring.deleted('key_1')
  expect(await outcome(ring, 'sk-a')).toBe('key_invalid')
  state.keys = [keyOf('sk-a')]
  ring.changed(keyOf('sk-a'))
  expect(await outcome(ring, 'sk-a')).toBe('key_1')
})

test('a change while the store is being asked is not forgotten: what it had answered before is not kept', async () => {
  const { ring, state } = ringOf(keyOf('sk-a'))
  const asking = outcome(ring, 'sk-a')
  state.keys = [keyOf('sk-a', { blocked: true })]
  ring.changed(keyOf('sk-a', { blocked: true }))
  await asking
  expect(await outcome(ring, 'sk-a')).toBe('key_revoked')
})

test('a key that is made while its first use is being looked up works the next time', async () => {
  const { ring, state } = ringOf()
  const asking = outcome(ring, 'sk-a')
  state.keys = [keyOf('sk-a')]
  ring.changed(keyOf('sk-a'))
  expect(await asking).toBe('key_invalid')
  expect(await outcome(ring, 'sk-a')).toBe('key_1')
})

test('a fault of the store is no 401, and is not remembered', async () => {
  const { source, clock } = ringOf(keyOf('sk-a'))
  let isDown = true
  const ring = new KeyRing(
    'the master key',
    {
      findKeyByHash: (hash) =>
        isDown ? Promise.reject(new GatewayError('store_unavailable', 'down')) : source.findKeyByHash(hash),
    },
    clock,
  )
  expect(await outcome(ring, 'sk-a')).toBe('store_unavailable')
  expect(await outcome(ring, 'the master key')).toBe(MASTER_KEY_ID)
  isDown = false
  expect(await outcome(ring, 'sk-a')).toBe('key_1')
})

test('what the store holds by now makes one forget what is known otherwise, and only that', async () => {
  const { ring, state } = ringOf(keyOf('sk-a'))
  await outcome(ring, 'sk-a')
  expect(await outcome(ring, 'sk-new')).toBe('key_invalid')
  ring.found(keyOf('sk-a'))
  await outcome(ring, 'sk-a')
  expect(state.asked).toBe(2) // Once for each of the two secrets.

  state.keys = [keyOf('sk-a', { blocked: true }), { ...keyOf('sk-new'), id: 'key_2' }]
  ring.found(keyOf('sk-a', { blocked: true }))
  ring.found({ ...keyOf('sk-new'), id: 'key_2' })
  expect(await outcome(ring, 'sk-a')).toBe('key_revoked')
  expect(await outcome(ring, 'sk-new')).toBe('key_2')

  state.keys = []
  ring.forgetAll()
  expect(await outcome(ring, 'sk-new')).toBe('key_invalid')
})
