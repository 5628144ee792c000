import { beforeEach, expect, test } from 'vitest'
import type { Log } from '../core/ports.ts'
import { type Drill, type DrillOrder, DRILLS_MAX, DRILL_MS_MAX, Drills } from './drills.ts'

const OUTAGE: DrillOrder = {
  provider: 'deepseek',
  fault: { kind: 'outage', hangs: false },
  share: 1,
  forMs: 60_000,
}

/** A clock that moves when it is told to, and fires what has come due on the way. */
class VirtualTime {
  nowMs = 1_000_000
  #due: { atMs: number; fire: () => void }[] = []

  schedule(ms: number, fire: () => void): () => void {
    const entry = { atMs: this.nowMs + ms, fire }
    this.#due.push(entry)
    return () => {
      this.#due = this.#due.filter((each) => each !== entry)
    }
  }

  pass(ms: number): void {
    this.nowMs += ms
    const due = this.#due.filter(({ atMs }) => atMs <= this.nowMs)
    this.#due = this.#due.filter(({ atMs }) => atMs > this.nowMs)
    for (const { fire } of due) fire()
  }

  get pending(): number {
    return this.#due.length
  }
}

let time: VirtualTime
let warnings: { message: string; fields: unknown }[]
let drills: Drills
beforeEach(() => {
  time = new VirtualTime()
  warnings = []
  let ids = 0
  const silent = () => {}
  const log: Log = {
    debug: silent,
    info: silent,
    error: silent,
    warn: (message, fields) => void warnings.push({ message, fields }),
  }
  drills = new Drills({
    clock: { now: () => time.nowMs, monotonicMs: () => time.nowMs },
    log,
    newId: () => `drl_${++ids}`,
    schedule: (ms, fire) => time.schedule(ms, fire),
  })
})

function struckOf(drill: Drill): number | undefined {
  return drills.list().find((each) => each.drill.id === drill.id)?.struck
}

test('a drill strikes its own provider, until its time is over', () => {
  expect(drills.strike('deepseek')).toBeNull()
  const drill = drills.start(OUTAGE)
  expect(drill).toMatchObject({ id: 'drl_1', startedAtMs: 1_000_000, endsAtMs: 1_060_000 })
  expect(drills.strike('deepseek')).toEqual(OUTAGE.fault)
  expect(drills.strike('openai')).toBeNull()
  expect(drills.strike(undefined)).toBeNull()
  time.pass(59_999)
  expect(drills.strike('deepseek')).toEqual(OUTAGE.fault)
  expect(struckOf(drill)).toBe(2)
  time.pass(1)
  expect(drills.strike('deepseek')).toBeNull()
  expect(drills.list()).toEqual([])
})

test('its beginning and its end are told to whoever reads the log', () => {
  drills.start(OUTAGE)
  drills.strike('deepseek')
  time.pass(60_000)
  expect(warnings).toMatchObject([
    { message: expect.stringContaining('begins'), fields: { drill: 'drl_1', kind: 'outage', forMs: 60_000 } },
    {
      message: expect.stringContaining('ended'),
      fields: { drill: 'drl_1', provider: 'deepseek', struck: 1 },
    },
  ])
})

test('one that is ended early is over at once, and ends only once', () => {
  const first = drills.start(OUTAGE)
  const second = drills.start({ ...OUTAGE, provider: 'openai' })
  expect(drills.end(first.id)).toBe(true)
  expect(drills.end(first.id)).toBe(false)
  expect(drills.strike('deepseek')).toBeNull()
  expect(drills.strike('openai')).not.toBeNull()
  drills.endAll()
  expect(drills.list()).toEqual([])
  expect(drills.end(second.id)).toBe(false)
  expect(time.pending).toBe(0)
  expect(warnings).toHaveLength(4)
})

test('a provider has one drill at a time', () => {
  const { id } = drills.start(OUTAGE)
  expect(() => drills.start(OUTAGE)).toThrow(expect.objectContaining({ code: 'conflict' }))
  drills.end(id)
  expect(drills.start(OUTAGE).id).not.toBe(id)
})

test('there are only so many, and none without end', () => {
  for (let count = 0; count < DRILLS_MAX; count++) drills.start({ ...OUTAGE, provider: `p${count}` })
  expect(() => drills.start(OUTAGE)).toThrow(expect.objectContaining({ code: 'conflict' }))
  drills.endAll()
  for (const forMs of [0, -1, Number.NaN, DRILL_MS_MAX + 1])
    expect(() => drills.start({ ...OUTAGE, forMs })).toThrow(RangeError)
  expect(drills.start({ ...OUTAGE, forMs: DRILL_MS_MAX }).endsAtMs).toBe(time.nowMs + DRILL_MS_MAX)
})

test('a share strikes about that many, and the same ones again under the same seed', () => {
  const struckUnder = (seed: string) => {
    const { id } = drills.start({ ...OUTAGE, share: 0.25, seed })
    const struck = Array.from({ length: 1_000 }, () => drills.strike('deepseek') !== null)
    drills.end(id)
    return struck
  }
  const once = struckUnder('tuesday')
  const count = once.filter(Boolean).length
  expect(count).toBeGreaterThan(200)
  expect(count).toBeLessThan(300)
  expect(struckUnder('tuesday')).toEqual(once)
  expect(struckUnder('wednesday')).not.toEqual(once)
})

test('a price is for routing, and no request is struck by it', () => {
  expect(drills.priceFactors()).toBeNull()
  drills.start({ ...OUTAGE, provider: 'openai' })
  expect(drills.priceFactors()).toBeNull()
  drills.start({ ...OUTAGE, fault: { kind: 'price', factor: 3 } })
  expect(drills.priceFactors()).toEqual(new Map([['deepseek', 3]]))
  expect(drills.strike('deepseek')).toBeNull()
  time.pass(60_000)
  expect(drills.priceFactors()).toBeNull()
})
