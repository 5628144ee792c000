import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasCorpora } from '../../test/corpora.ts'
import { recordings } from '../../test/recordings.ts'
import { readAllowance } from './rate-limit-headers.ts'

const DATE = 'Sun, 22 Nov 2026 10:00:00 GMT'
const NOW_MS = Date.parse(DATE)

test.each([
  [
    'lengths of time',
    {
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-remaining-requests': '499',
      'x-ratelimit-reset-requests': '120ms',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '6m0s',
    },
    { requests: { left: 499, resetMs: 120 }, tokens: { left: 0, resetMs: 360_000 } },
  ],
  [
    'no word on the reset',
    { 'x-ratelimit-remaining-requests': '19', 'x-ratelimit-remaining-tokens': '19913' },
    { requests: { left: 19, resetMs: null }, tokens: { left: 19_913, resetMs: null } },
  ],
  [
    'several periods: the tightest counts',
    {
      'x-ratelimit-remaining-requests-day': '13000',
      'x-ratelimit-reset-requests-day': '33011.4',
      'x-ratelimit-remaining-tokens-minute': '250',
      'x-ratelimit-reset-tokens-minute': '11.5',
      'x-ratelimit-remaining-tokens-day': '900000',
    },
    { requests: { left: 13_000, resetMs: 33_011_400 }, tokens: { left: 250, resetMs: 11_500 } },
  ],
  [
    'periods in the name',
    { 'x-ratelimit-remaining-req-minute': '59', 'x-ratelimit-remaining-tokens-minute': '47196' },
    { requests: { left: 59, resetMs: 60_000 }, tokens: { left: 47_196, resetMs: 60_000 } },
  ],
  [
    'moments in RFC 3339, told by the clock of the sender',
    {
      date: 'Sun, 22 Nov 2026 09:00:00 GMT',
      'anthropic-ratelimit-requests-remaining': '3999',
      'anthropic-ratelimit-requests-reset': '2026-11-22T09:00:01Z',
      'anthropic-ratelimit-input-tokens-remaining': '0',
      'anthropic-ratelimit-input-tokens-reset': '2026-11-22T09:00:41Z',
      'anthropic-ratelimit-output-tokens-remaining': '400000',
      'anthropic-ratelimit-output-tokens-reset': '2026-11-22T09:00:00Z',
    },
    { requests: { left: 3_999, resetMs: 1_000 }, tokens: { left: 0, resetMs: 41_000 } },
  ],
  [
    'a moment that has passed',
    {
      'anthropic-ratelimit-tokens-remaining': '5',
      'anthropic-ratelimit-tokens-reset': '2026-11-22T09:59:59Z',
    },
    { requests: null, tokens: { left: 5, resetMs: 0 } },
  ],
  [
    'epoch milliseconds',
    { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW_MS + 12_345) },
    { requests: { left: 0, resetMs: 12_345 }, tokens: null },
  ],
  [
    'epoch seconds',
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW_MS / 1_000 + 12) },
    { requests: { left: 0, resetMs: 12_000 }, tokens: null },
  ],
  [
    'the standard to be',
    { ratelimit: '"burst";r=50;t=30, "daily";r=7;t=3600', 'ratelimit-policy': '"burst";q=100;w=60' },
    { requests: { left: 7, resetMs: 3_600_000 }, tokens: null },
  ],
  [
    'its earlier drafts',
    { 'ratelimit-limit': '100', 'ratelimit-remaining': '0', 'ratelimit-reset': '50' },
    { requests: { left: 0, resetMs: 50_000 }, tokens: null },
  ],
  [
    'two that are used up: the one that lasts',
    {
      'x-ratelimit-remaining-tokens-minute': '0',
      'x-ratelimit-reset-tokens-minute': '5',
      'x-ratelimit-remaining-tokens-day': '0',
      'x-ratelimit-reset-tokens-day': '7200',
    },
    { requests: null, tokens: { left: 0, resetMs: 7_200_000 } },
  ],
  [
    'a value sent twice',
    { 'x-ratelimit-remaining-requests': ['8', '9'] },
    { requests: { left: 8, resetMs: null }, tokens: null },
  ],
  [
    'below zero',
    { 'x-ratelimit-remaining-tokens': '-120' },
    { requests: null, tokens: { left: 0, resetMs: null } },
  ],
  ['something that is no number', { 'x-ratelimit-remaining-requests': 'unlimited', ratelimit: 'soon' }, null],
  ['nothing of it', { 'content-type': 'application/json', 'retry-after': '31' }, null],
])('%s', (_, headers: Record<string, string | string[]>, expected) => {
  expect(readAllowance(headers, NOW_MS)).toEqual(expected)
})

test('whatever a provider sends, it is counts and waits that are finite and not below zero', () => {
  const name = fc.constantFrom(
    'x-ratelimit-remaining-requests',
    'x-ratelimit-reset-requests',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
    'anthropic-ratelimit-tokens-remaining',
    'anthropic-ratelimit-tokens-reset',
    'ratelimit',
    'date',
  )
  const text = fc.oneof(
    fc.string(),
    fc.double().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  )
  fc.assert(
    fc.property(fc.dictionary(name, text), (headers) => {
      for (const one of Object.values(readAllowance(headers, NOW_MS) ?? {})) {
        if (one === null) continue
        expect(one.left).toBeGreaterThanOrEqual(0)
        expect(one.resetMs ?? 0).toBeGreaterThanOrEqual(0)
        expect(Number.isFinite(one.left) && Number.isFinite(one.resetMs ?? 0)).toBe(true)
      }
    }),
  )
})

describe.skipIf(!hasCorpora)('recorded replies', () => {
  const told = recordings(() => true).filter(({ headers }) =>
    Object.keys(headers).some((name) => name.includes('ratelimit-') && name.includes('remaining')),
  )

  test('are all here', () => {
    expect(told.length).toBeGreaterThan(40)
  })

  test.each(told)('$id', ({ headers }) => {
    const allowance = readAllowance(headers, NOW_MS)
    const requests =
      headers['x-ratelimit-remaining-requests'] ?? headers['anthropic-ratelimit-requests-remaining']
    expect(allowance?.requests?.left).toBe(Number(requests))
    const tokens = Object.entries(headers).filter(([name]) => /remaining-tokens|tokens-remaining/.test(name))
    expect(allowance?.tokens?.left).toBe(Math.min(...tokens.map(([, count]) => Number(count))))
  })
})
