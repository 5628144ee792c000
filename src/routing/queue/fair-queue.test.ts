import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ABSENT_MAX, Place } from './fair-line.ts'
import { type Arrival, FairQueue, type Priority, type QueueBounds } from './fair-queue.ts'

const ROOMY: QueueBounds = {
  lengthMax: { interactive: 100_000, batch: 100_000 },
  tenantLengthMax: 100_000,
  batchShare: 0,
}

const arrival = (tenant: string, fields: Partial<Arrival> = {}): Arrival => ({
  tenant,
  priority: 'interactive',
  cost: 1,
  ...fields,
})

/** Pushes each under its own name: `a1` is of tenant `a`. */
function pushAll(queue: FairQueue<string>, names: readonly string[], fields: Partial<Arrival> = {}): void {
  for (const name of names) queue.push(arrival(name.charAt(0), fields), name)
}

function takeAll(queue: FairQueue<string>): string[] {
  const taken: string[] = []
  for (let place = queue.take(); place !== null; place = queue.take()) taken.push(place.value)
  return taken
}

describe('tenants', () => {
  test('take turns, and each of them is served in the order he came', () => {
    const queue = new FairQueue<string>(ROOMY)
    pushAll(queue, ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'])
    expect(takeAll(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4'])
  })

  test('are given the same work, not the same number of requests', () => {
    const queue = new FairQueue<string>(ROOMY)
    pushAll(queue, ['a1', 'a2', 'a3'], { cost: 100 })
    pushAll(queue, ['b1', 'b2', 'b3', 'b4'], { cost: 50 })
    expect(takeAll(queue)).toEqual(['a1', 'b1', 'b2', 'a2', 'b3', 'b4', 'a3'])
  })

  test('are given work by their weights', () => {
    const queue = new FairQueue<string>(ROOMY)
    pushAll(queue, Array(30).fill('a'), { weight: 2 })
    pushAll(queue, Array(30).fill('b'))
    const first = takeAll(queue).slice(0, 30)
    expect(first.filter((tenant) => tenant === 'a')).toHaveLength(20)
  })

  test('earn nothing while they ask for nothing', () => {
    const queue = new FairQueue<string>(ROOMY)
    pushAll(queue, Array(50).fill('a'))
    for (let taken = 0; taken < 40; taken++) queue.take()
    pushAll(queue, Array(10).fill('b'))
    expect(
      takeAll(queue)
        .slice(0, 10)
        .filter((tenant) => tenant === 'b'),
    ).toHaveLength(5)
  })

  test('do not get more by coming one at a time', () => {
    const queue = new FairQueue<string>(ROOMY)
    const served = { a: 0, b: 0, c: 0 }
    pushAll(queue, [...Array(200).fill('a'), ...Array(200).fill('b'), 'c'])
    for (let turn = 0; turn < 300; turn++) {
      const tenant = queue.take()?.value as 'a' | 'b' | 'c' // No other name was pushed.
      served[tenant]++
      if (tenant === 'c') pushAll(queue, ['c'])
    }
    expect(served).toEqual({ a: 100, b: 100, c: 100 })
  })

  test('are charged nothing for whoever left the line', () => {
    const queue = new FairQueue<string>(ROOMY)
    pushAll(queue, ['b0'])
    const left = Array.from({ length: 20 }, (_, index) => queue.push(arrival('a', { cost: 99 }), `a${index}`))
    pushAll(queue, ['a!', 'b1', 'b2'])
    for (const place of left) expect(place instanceof Place && queue.remove(place)).toBe(true)
    expect(takeAll(queue)).toEqual(['b0', 'a!', 'b1', 'b2'])
  })

  test('have no way round by requests that cost nothing', () => {
    const queue = new FairQueue<string>(ROOMY)
    pushAll(queue, ['a1', 'a2', 'a3'], { cost: 0 })
    pushAll(queue, ['b1'])
    expect(takeAll(queue)).toEqual(['a1', 'b1', 'a2', 'a3'])
  })

  test('who are absent are remembered up to a maximum, the one away longest being let off first', () => {
    const queue = new FairQueue<string>(ROOMY)
    const keeper = arrival('keeper', { cost: 1e9 })
    queue.push(keeper, 'keeper')
    queue.push(keeper, 'keeper')
    expect(queue.take()?.value).toBe('keeper')
    for (let index = 0; index <= ABSENT_MAX; index++) {
      queue.push(arrival(`t${index}`, { cost: 10 }), `t${index}`)
      expect(queue.take()?.value).toBe(`t${index}`)
    }
    queue.push(arrival('t1'), 't1')
    queue.push(arrival('t0'), 't0')
    expect(takeAll(queue)).toEqual(['t0', 't1', 'keeper'])
  })

  test('start level again once nobody waits', () => {
    const queue = new FairQueue<string>(ROOMY)
    pushAll(queue, ['a1'], { cost: 1_000 })
    pushAll(queue, ['b1'])
    takeAll(queue)
    pushAll(queue, ['a2', 'b2'])
    expect(takeAll(queue)).toEqual(['a2', 'b2'])
  })
})

describe('classes', () => {
  test('interactive goes before batch, whoever came first', () => {
    const queue = new FairQueue<string>(ROOMY)
    pushAll(queue, ['a1', 'a2'], { priority: 'batch' })
    pushAll(queue, ['a3', 'b1'])
    expect(takeAll(queue)).toEqual(['a3', 'b1', 'a1', 'a2'])
  })

  test('batch gets its share of the work while both wait', () => {
    const queue = new FairQueue<string>({ ...ROOMY, batchShare: 0.2 })
    pushAll(queue, Array(500).fill('i'), { cost: 10 })
    pushAll(queue, Array(500).fill('b'), { priority: 'batch', cost: 30 })
    let work = 0
    let batchWork = 0
    while (work < 4_000) {
      const place = queue.take() as Place<string> // There is more work than is taken.
      work += place.cost
      if (place.priority === 'batch') batchWork += place.cost
      expect(Math.abs(batchWork - work * 0.2)).toBeLessThanOrEqual(30)
    }
  })

  test('batch saves up nothing while none of it waits', () => {
    const queue = new FairQueue<string>({ ...ROOMY, batchShare: 0.5 })
    pushAll(queue, Array(50).fill('i'))
    const place = queue.push(arrival('b', { priority: 'batch', cost: 100 }), 'b')
    for (let taken = 0; taken < 40; taken++) queue.take()
    expect(place instanceof Place && queue.remove(place)).toBe(true)
    pushAll(queue, ['b', 'b'], { priority: 'batch', cost: 10 })
    expect(queue.next()?.value).toBe('i')
  })

  test('batch keeps nothing of what it had waited for, once it has been served', () => {
    const queue = new FairQueue<string>({ ...ROOMY, batchShare: 0.5 })
    pushAll(queue, Array(50).fill('i'))
    pushAll(queue, ['b'], { priority: 'batch', cost: 100 })
    expect(takeAll(queue)).toHaveLength(51)
    pushAll(queue, ['b'], { priority: 'batch', cost: 10 })
    pushAll(queue, ['i'])
    expect(queue.next()?.value).toBe('i')
  })

  test('a newcomer overtakes only a class below his own', () => {
    const queue = new FairQueue<string>(ROOMY)
    const free = () => [queue.isFree('interactive'), queue.isFree('batch')]
    expect(free()).toEqual([true, true])
    pushAll(queue, ['a1'], { priority: 'batch' })
    expect(free()).toEqual([true, false])
    pushAll(queue, ['a2'])
    expect(free()).toEqual([false, false])
  })
})

describe('bounds', () => {
  const pusher =
    (queue: FairQueue<string>) =>
    (tenant: string, priority: Priority = 'interactive') => {
      const outcome = queue.push(arrival(tenant, { priority }), tenant)
      return outcome instanceof Place ? 'in' : outcome
    }

  test('each class has a maximum, and each tenant has one in each', () => {
    const queue = new FairQueue<string>({
      lengthMax: { interactive: 6, batch: 2 },
      tenantLengthMax: 2,
      batchShare: 0,
    })
    const push = pusher(queue)
    expect([push('a', 'batch'), push('b', 'batch'), push('c', 'batch')]).toEqual(['in', 'in', 'queue-full'])
    expect([push('a'), push('a'), push('a')]).toEqual(['in', 'in', 'tenant-full'])
    expect(['b', 'c', 'd', 'e', 'f'].map((tenant) => push(tenant))).toEqual([
      'in',
      'in',
      'in',
      'in',
      'queue-full',
    ])
    expect(queue.length).toBe(8)
    queue.take()
    expect(push('f')).toBe('in')
  })

  test('nobody holds more places than are free, so there is always one for somebody else', () => {
    const queue = new FairQueue<string>({ ...ROOMY, lengthMax: { interactive: 100, batch: 0 } })
    const push = pusher(queue)
    for (const heavy of ['a', 'b', 'c', 'd']) while (push(heavy) === 'in');
    expect(queue.length).toBeLessThan(100)
    for (let index = 0; queue.length < 100; index++) expect(push(`light${index}`)).toBe('in')
    expect(push('last')).toBe('queue-full')
  })

  test('counts ahead of a newcomer what the order would put there', () => {
    const queue = new FairQueue<string>(ROOMY)
    pushAll(queue, [...Array(50).fill('a'), 'b', 'b'])
    expect(queue.countAhead('c', 'interactive')).toBe(2)
    expect(queue.countAhead('b', 'interactive')).toBe(5)
    expect(queue.countAhead('a', 'interactive')).toBe(52)
    expect(queue.countAhead('c', 'batch')).toBe(52)
  })
})

const TENANTS = ['a', 'b', 'c', 'd']
const STEPS = fc.array(
  fc.record({
    type: fc.constantFrom('push', 'push', 'push', 'take', 'take', 'remove'),
    tenant: fc.constantFrom(...TENANTS),
    priority: fc.constantFrom('interactive' as const, 'batch' as const),
    cost: fc.integer({ min: 1, max: 50 }),
    which: fc.nat(1_000),
  }),
  { maxLength: 300 },
)

test('loses nobody, serves nobody twice, keeps the order of each tenant and every bound', () => {
  const bounds = { lengthMax: { interactive: 12, batch: 8 }, tenantLengthMax: 4, batchShare: 0.25 }
  fc.assert(
    fc.property(STEPS, (steps) => {
      const queue = new FairQueue<number>(bounds)
      const waiting: Place<number>[] = []
      for (const [number, { type, which, ...fields }] of steps.entries()) {
        if (type === 'push') {
          const ofClass = waiting.filter(({ priority }) => priority === fields.priority)
          const ofTenant = ofClass.filter(({ tenant }) => tenant === fields.tenant).length
          const free = bounds.lengthMax[fields.priority] - ofClass.length
          const place = queue.push(fields, number)
          if (free === 0) expect(place).toBe('queue-full')
          else if (ofTenant >= Math.min(free, bounds.tenantLengthMax)) expect(place).toBe('tenant-full')
          else waiting.push(place as Place<number>) // What is not a place has failed above or fails below.
        } else {
          const place = type === 'take' ? queue.take() : waiting[which % Math.max(waiting.length, 1)]
          expect(place == null).toBe(waiting.length === 0)
          if (place == null) continue
          if (type === 'remove') expect(queue.remove(place)).toBe(true)
          else expect(firstOf(waiting, place)).toBe(place)
          waiting.splice(waiting.indexOf(place), 1)
          expect(queue.remove(place)).toBe(false)
        }
        expect(queue.length).toBe(waiting.length)
        expect(queue.next() === null).toBe(waiting.length === 0)
      }
    }),
  )
})

function firstOf(waiting: readonly Place<number>[], { tenant, priority }: Place<number>) {
  return waiting.find((place) => place.tenant === tenant && place.priority === priority)
}

test('two tenants who both wait all the time differ by less than a request of each', () => {
  const requests = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 60, maxLength: 60 })
  const weights = fc.record({ a: fc.integer({ min: 1, max: 5 }), b: fc.integer({ min: 1, max: 5 }) })
  fc.assert(
    fc.property(requests, requests, weights, STEPS, (ofA, ofB, weight, others) => {
      const queue = new FairQueue<string>(ROOMY)
      for (const cost of ofA) queue.push(arrival('a', { cost, weight: weight.a }), 'a')
      for (const cost of ofB) queue.push(arrival('b', { cost, weight: weight.b }), 'b')
      const share = { a: 0, b: 0 }
      const left = { a: ofA.length, b: ofB.length }
      for (let step = 0; left.a > 0 && left.b > 0; step++) {
        const other = others[step]
        if (other !== undefined) queue.push(arrival('c', { cost: other.cost }), 'c')
        const { tenant, cost } = queue.take() as Place<string> // Both still have some.
        if (tenant !== 'a' && tenant !== 'b') continue
        share[tenant] += cost / weight[tenant]
        left[tenant]--
        const bound = Math.max(...ofA) / weight.a + Math.max(...ofB) / weight.b
        expect(Math.abs(share.a - share.b)).toBeLessThanOrEqual(bound + 1e-6)
      }
    }),
  )
})
