import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanMessage } from './clean-message.ts'

test('a plain message stays as it is', () => {
  const said = 'max_tokens must be at most 4096 for gpt-5.4 (see the key parameters of messages[2].content).'
  expect(cleanMessage(said, 'sk-abcdef123456')).toBe(said)
})

test('a message that says why a key is wrong still says so', () => {
  const said =
    'Incorrect API key provided: sk-proj-abc*********wxyz. Find it at https://platform.openai.com/keys.'
  expect(cleanMessage(said, null)).toBe('Incorrect API key provided: [removed] Find it at [removed]')
})

test.each([
  ['a bearer token', 'header was Bearer abc.def+ghi/jkl=', 'abc.def'],
  ['a bearer token in small letters', 'authorization: bearer 0123456789abcdef', '0123456789abcdef'],
  ['a Google key', 'API key AIzaSyA1234567890abcdefghijk not valid', 'AIza'],
  ['a JSON web token', 'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc', 'eyJ'],
  ['an address', 'dial tcp 10.0.12.3:8080: refused', '10.0.12.3'],
  ['a URL', 'POST https://internal.example:8443/v1?key=abc failed', 'internal.example'],
  ['an organization', 'Rate limit reached in org-AbCdEf123456', 'AbCdEf123456'],
])('%s is removed', (_, said, hidden) => {
  expect(cleanMessage(said, null)).not.toContain(hidden)
})

test('neither the credential nor its end is ever shown, wherever it stands', () => {
  const secret = fc.stringMatching(/^[\x21-\x7e]{12,60}$/)
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
      fc.pre(!'[removed]'.includes(value.slice(-6)))
      const shown = cleanMessage(`${before}${value}${after}`, value) ?? ''
      expect(shown).not.toContain(value)
      expect(shown).not.toContain(value.slice(-6))
    }),
  )
})

test('a message is one line, short, and never empty', () => {
  expect(cleanMessage('a\r\n\tb', null)).toBe('a b')
  expect(cleanMessage(' \n ', null)).toBeNull()
  expect(cleanMessage(null, 'sk-abcdef')).toBeNull()
  expect(cleanMessage('x'.repeat(10_000), null)).toHaveLength(501)
})
