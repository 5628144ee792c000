import fc from 'fast-check'
import { expect, test } from 'vitest'
import { proofOf, signatureOf } from './anthropic-proof.ts'
import { type Envelope, seal, unseal } from './proof-envelope.ts'

const proof = fc.record({
  owner: fc.constantFrom('gemini' as const, 'openai-chat' as const),
  value: fc.string(),
})
const envelope: fc.Arbitrary<Envelope> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('reasoning' as const, 'previous' as const, 'empty-text' as const),
    proof,
  }),
  fc.record({ kind: fc.constant('tool-call' as const), id: fc.string(), proof }),
  fc.record({
    kind: fc.constant('opaque' as const),
    owner: fc.constant('gemini' as const),
    value: fc.jsonValue(),
  }),
) as fc.Arbitrary<Envelope> // fast-check's `jsonValue` is typed more widely than ours.

test('what is sealed comes out the same', () => {
  fc.assert(
    fc.property(envelope, (sealed) => {
      expect(unseal(seal(sealed))).toEqual(JSON.parse(JSON.stringify(sealed)))
    }),
  )
})

test('a foreign proof survives as a signature, an own one is its signature', () => {
  fc.assert(
    fc.property(proof, (foreign) => {
      expect(proofOf(signatureOf(foreign))).toEqual(foreign)
    }),
  )
  const own = { owner: 'anthropic-messages', value: 'EvQBCkYICxgCKkAx+/8=' } as const
  expect(signatureOf(own)).toBe(own.value)
  expect(proofOf(own.value)).toEqual(own)
})

test('a broken envelope is nobody’s proof, least of all Anthropic’s', () => {
  const whole = seal({ kind: 'reasoning', proof: { owner: 'gemini', value: 'abc' } })
  for (let length = 'portolan.1.'.length; length < whole.length; length++) {
    expect(proofOf(whole.slice(0, length))).toBeUndefined()
  }
  expect(proofOf('')).toBeUndefined()
})
