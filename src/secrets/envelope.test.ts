import fc from 'fast-check'
import { expect, test } from 'vitest'
import { open, seal, sealedBy, sealingKey } from './envelope.ts'
import { Sealer } from './sealer.ts'

const KEY = sealingKey('a passphrase of the operator')
const OTHER = sealingKey('another one')

test('what is sealed opens again, and shows nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 8 }), fc.string(), (text, name) => {
      const sealed = seal(text, name, KEY)
      expect(open(sealed, name, KEY)).toBe(text)
      expect(sealed).not.toContain(text)
      expect(seal(text, name, KEY)).not.toBe(sealed)
    }),
  )
})

test('another key, another name and a changed byte do not open it', () => {
  const sealed = seal('sk-secret', 'providers/openai', KEY)
  expect(() => open(sealed, 'providers/openai', OTHER)).toThrow()
  expect(() => open(sealed, 'providers/other', KEY)).toThrow()
  for (const field of ['wrapped', 'text']) {
    const parts = JSON.parse(sealed)
    for (const at of [0, 13, 29]) {
      const bytes = Buffer.from(parts[field], 'base64')
      bytes[at] = (bytes[at] ?? 0) ^ 1
      const changed = JSON.stringify({ ...parts, [field]: bytes.toString('base64') })
      expect(() => open(changed, 'providers/openai', KEY)).toThrow()
    }
    expect(() => open(JSON.stringify({ ...parts, [field]: 'AAAA' }), 'providers/openai', KEY)).toThrow(
      'damaged',
    )
  }
  expect(() => open('nothing', 'x', KEY)).toThrow('damaged')
})

test('it says which key has sealed it', () => {
  const sealed = seal('text', 'name', KEY)
  expect(sealedBy(sealed)).toBe(KEY.id)
  expect(sealedBy('{"v":2}')).toBeNull()
  expect(KEY.id).not.toContain(KEY.bytes.toString('hex').slice(0, 8))
})

test('with several keys the newest seals and all open', () => {
  const before = new Sealer(['old'])
  const both = new Sealer(['new', 'old'])
  const after = new Sealer(['new'])
  const sealed = before.seal('text', 'name')
  expect(both.open(sealed, 'name')).toBe('text')
  expect([before.isOutdated(sealed), both.isOutdated(sealed)]).toEqual([false, true])
  expect(() => after.open(sealed, 'name')).toThrow('encrypted with another key')
  expect(after.open(both.seal('text', 'name'), 'name')).toBe('text')
  expect(() => new Sealer([])).toThrow(RangeError)
})
