import { expect, test } from 'vitest'
import { drawChart } from './chart.ts'

test('a line goes from the corner of always weak to that of always strong, with its name', () => {
  const chart = drawChart([{ name: 'random', values: [0, 0.5, 1] }])
  const [diagonal, line] = [...chart.matchAll(/d="(M[\d.]+ [\d.]+L[^"]+)"/g)].map(([, path = '']) =>
    path.split('L'),
  )
  expect(line?.at(0)?.slice(1)).toBe('64 346')
  expect(line?.at(-1)).toBe('544 71')
  expect([line?.at(0), line?.at(-1)]).toEqual([diagonal?.at(0), diagonal?.at(-1)])
  expect(chart).toContain('>random</text>')
})
