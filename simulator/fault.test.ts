import { expect, test } from 'vitest'
import { Failure } from './failure.ts'
import { parseFault } from './fault.ts'
import { readModelName } from './model-name.ts'
import { Script } from './script.ts'
import { seededRandom } from './seeded.ts'

test('text becomes a fault', () => {
  expect(parseFault('status=429&retry-after=1&times=2')).toEqual({
    status: 429,
    retryAfterSeconds: 1,
    times: 2,
  })
  expect(parseFault('hang')).toEqual({ hang: true })
  expect(parseFault('split=random,cut-events=3')).toEqual({ split: 'random', cutEvents: 3 })
  expect(parseFault('content-type=text/html')).toEqual({ contentType: 'text/html' })
  expect(parseFault('')).toEqual({})
})

test.each([
  'explode',
  'status=200',
  'status',
  'status=',
  'hang=1',
  'usage=some',
  'rate=2',
  'pace-ms=-1',
  'toString',
])('text that means nothing is refused: %s', (text) => {
  expect(() => parseFault(text)).toThrow(Failure)
})

test('a name is taken apart', () => {
  expect(readModelName('sim/echo', {})).toEqual({ name: 'echo', base: 'echo', faults: null })
  expect(readModelName('models/echo!status=429,times=1', {})).toMatchObject({
    name: 'echo',
    faults: 'status=429,times=1',
  })
  const aliases = { 'gpt-5.4': 'lorem?pace-ms=5' }
  expect(readModelName('gpt-5.4?hang', aliases)).toEqual({
    name: 'gpt-5.4',
    base: 'lorem',
    faults: 'pace-ms=5&hang',
  })
})

const OCCASION = { model: 'echo', key: 'k', suffix: null, header: null, preset: {} }

test('a fault with times strikes so often for each text, a scripted one so often in all', () => {
  const script = new Script(seededRandom('x'))
  const statuses = (occasion: object) =>
    Array.from({ length: 3 }, () => script.faultFor({ ...OCCASION, ...occasion }).status)
  expect(statuses({ suffix: 'status=500&times=2' })).toEqual([500, 500, undefined])
  expect(statuses({ header: 'status=500&times=1' })).toEqual([500, undefined, undefined])
  script.set([
    { status: 501, times: 1 },
    { status: 502, model: 'other' },
    { status: 503, key: 'k', times: 1 },
  ])
  expect(statuses({})).toEqual([501, 503, undefined])
  expect(statuses({ model: 'other' })).toEqual([502, 502, 502])
  script.clear()
  expect(statuses({ suffix: 'status=500&times=2' })).toEqual([500, 500, undefined])
})

test('the more particular source wins, field by field', () => {
  const script = new Script(seededRandom('x'))
  script.set([{ status: 504 }])
  const preset = { status: 501, paceMs: 1, retryAfterSeconds: 1 }
  const fault = script.faultFor({ ...OCCASION, preset, suffix: 'status=502&pace-ms=2', header: 'status=503' })
  expect(fault).toMatchObject({ status: 504, paceMs: 2, retryAfterSeconds: 1 })
})

test('a share is drawn by the seed', () => {
  const draw = () => {
    const script = new Script(seededRandom('7'))
    return Array.from(
      { length: 1_000 },
      () => script.faultFor({ ...OCCASION, preset: { hang: true, rate: 0.5 } }).hang,
    )
  }
  const struck = draw().filter((hang) => hang === true).length
  expect(struck).toBeGreaterThan(430)
  expect(struck).toBeLessThan(570)
  expect(draw()).toEqual(draw())
})
