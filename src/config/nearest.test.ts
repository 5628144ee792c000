import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const KEYS = ['kind', 'api_key', 'base_url', 'keys', 'headers', 'weight']

test.each([
  ['base_ulr', 'base_url'],
  ['baseUrl', 'base_url'],
  ['API-KEY', 'api_key'],
  ['api_keys', 'api_key'],
  ['kin', 'kind'],
  ['hedaer', 'headers'],
  ['wieght', 'weight'],
  ['temperature', null],
  ['k', null],
  ['', null],
  ['x'.repeat(10_000), null],
])('%s means %s', (word, meant) => {
  expect(nearest(word, KEYS)).toBe(meant)
})

test('the nearest wins, and the first of equals', () => {
  expect(nearest('carts', ['cats', 'cards', 'cart'])).toBe('cats')
  expect(nearest('smart', ['smarts', 'smart', 'start'])).toBe('smart')
})
