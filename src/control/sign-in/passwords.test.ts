import { expect, test } from 'vitest'
import { Passwords } from './passwords.ts'

const passwords = new Passwords()

test('a password matches its own hash and no other, however it was typed', async () => {
  const stored = await passwords.hash('Zoë’s password')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(await passwords.matches('Zoë’s password', stored)).toBe(true)
  expect(await passwords.matches('Zoe\u0308’s password', stored)).toBe(true)
  expect(await passwords.matches('zoë’s password', stored)).toBe(false)
  expect(await passwords.matches(stored, stored)).toBe(false)
  expect(await passwords.hash('Zoë’s password')).not.toBe(stored)
})

test('nobody has no password, not even an empty one', async () => {
  expect(await passwords.matches('', null)).toBe(false)
  expect(await passwords.matches('anything', null)).toBe(false)
})

test('a hash holds with the parameters that it was made with', async () => {
  const whole = await passwords.hash('password')
  const lighter = whole.replace('t=2', 't=1')
  expect(await passwords.matches('password', lighter)).toBe(false)
  await expect(passwords.matches('password', 'plain')).rejects.toThrow('in the form')
})

test('more than eight at once are told to wait', async () => {
  const all = await Promise.allSettled(Array.from({ length: 9 }, () => passwords.matches('x', null)))
  const refused = all.filter(({ status }) => status === 'rejected')
  expect(refused).toMatchObject([{ reason: { code: 'overloaded' } }])
})
