import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GatewayError } from '../core/error.ts'
import type { JsonObject } from '../core/json.ts'
import { readOptions } from './options.ts'

function codeOf(headers: Record<string, string>, body: JsonObject = {}): string {
  try {
    readOptions(headers, body)
    return 'accepted'
  } catch (error) {
    return GatewayError.is(error) ? `${error.code} ${error.details.param}` : 'a bug'
  }
}

test('nothing said is nothing wanted', () => {
  expect(readOptions({}, {})).toEqual({
    session: null,
    user: null,
    tags: [],
    metadata: null,
    deadlineMs: null,
    ttftMs: null,
    maxCostNanos: null,
    pin: null,
    seed: null,
    noStore: false,
  })
})

test('headers and the body say the same, and a header wins', () => {
  const inBody = {
    session: 's',
    tags: ['a', 'b'],
    metadata: { x: 1 },
    deadline_ms: 10,
    max_cost: 0.5,
    no_store: true,
  }
  const inHeaders = {
    'x-portolan-session': 's',
    'x-portolan-tags': 'a, b,',
    'x-portolan-metadata': '{"x":1}',
    'x-portolan-deadline-ms': '10',
    'x-portolan-max-cost': '0.5',
    'x-portolan-no-store': 'true',
  }
  expect(readOptions({}, { portolan: inBody })).toEqual(readOptions(inHeaders, {}))
  expect(readOptions({ 'x-portolan-session': 'mine' }, { portolan: inBody }).session).toBe('mine')
})

test.each([
  ['a deadline in the past', { 'x-portolan-deadline-ms': '-1' }, 'x-portolan-deadline-ms'],
  ['a deadline that is no number', { 'x-portolan-deadline-ms': 'soon' }, 'x-portolan-deadline-ms'],
  ['a deadline that no timer can keep', { 'x-portolan-ttft-ms': '2147483648' }, 'x-portolan-ttft-ms'],
  ['a free limit', { 'x-portolan-max-cost': '0' }, 'x-portolan-max-cost'],
  ['metadata that is a list', { 'x-portolan-metadata': '[1]' }, 'x-portolan-metadata'],
  ['metadata without end', { 'x-portolan-metadata': `{"x":"${'y'.repeat(9_000)}"}` }, 'x-portolan-metadata'],
  ['tags without end', { 'x-portolan-tags': 'a,'.repeat(40) }, 'x-portolan-tags'],
  ['a session without end', { 'x-portolan-session': 'x'.repeat(257) }, 'x-portolan-session'],
  ['a wish for privacy that is misspelt', { 'x-portolan-no-store': 'yes' }, 'x-portolan-no-store'],
])('%s is refused by name', (_, headers, param) => {
  expect(codeOf(headers)).toBe(`invalid_request ${param}`)
})

test('what is not supported yet is refused and not ignored', () => {
  expect(codeOf({ 'x-portolan-cache': 'off' })).toBe('unsupported_parameter x-portolan-cache')
  expect(codeOf({}, { portolan: { cache: 'off' } })).toBe('unsupported_parameter x-portolan-cache')
})

test('whatever a caller sends is read or refused, never a fault of ours, and never beyond the bounds', () => {
  const names = [
    'session',
    'tags',
    'metadata',
    'deadline_ms',
    'ttft_ms',
    'max_cost',
    'pin',
    'seed',
    'no_store',
  ]
  const portolan = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...names), fc.jsonValue()))
  fc.assert(
    fc.property(portolan, (said) => {
      const body = { portolan: said } as JsonObject // Any JSON is what a caller may send.
      const outcome = codeOf({}, body)
      expect(outcome).not.toBe('a bug')
      if (outcome !== 'accepted') return
      const options = readOptions({}, body)
      expect(options.tags.length).toBeLessThanOrEqual(32)
      for (const ms of [options.deadlineMs, options.ttftMs]) {
        if (ms !== null) expect(ms > 0 && ms < 2 ** 31 && Number.isInteger(ms)).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})
