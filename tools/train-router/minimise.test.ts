import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minimise } from './minimise.ts'

test('a bowl of any place and steepness has its lowest point found', () => {
  const coordinate = fc.record({
    lowest: fc.double({ min: -50, max: 50, noNaN: true }),
    steep: fc.double({ min: 0.1, max: 20, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(coordinate, { minLength: 1, maxLength: 6 }), (bowl) => {
      const found = minimise((point, gradient) => {
        let value = 0
        for (const [index, { lowest, steep }] of bowl.entries()) {
          const away = (point[index] ?? 0) - lowest
          gradient[index] = 2 * steep * away
          value += steep * away ** 2
        }
        return value
      }, bowl.length)
      for (const [index, { lowest }] of bowl.entries()) expect(found[index]).toBeCloseTo(lowest, 2)
    }),
  )
})

test('a curved valley that is no bowl', () => {
  const [x = 0, y = 0] = minimise((point, gradient) => {
    const [x = 0, y = 0] = point
    gradient[0] = Math.exp(x + y - 1) - 1 + 0.2 * (x - y)
    gradient[1] = Math.exp(x + y - 1) - 1 - 0.2 * (x - y)
    return Math.exp(x + y - 1) - x - y + 0.1 * (x - y) ** 2
  }, 2)
  expect([x, y]).toEqual([expect.closeTo(0.5, 3), expect.closeTo(0.5, 3)])
})
