import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cycles } from './cycles.ts'

test('each circle is given from its first name back to it', () => {
  const graph: Record<string, string[]> = { a: ['b', 'x'], b: ['c'], c: ['b'], x: ['x'], y: ['a', 'unknown'] }
  expect(cycles(Object.keys(graph), (name) => graph[name] ?? [])).toEqual([
    ['b', 'c', 'b'],
    ['x', 'x'],
  ])
})

test('a graph has a circle if and only if some name reaches itself', () => {
  const links = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 12 })
  fc.assert(
    fc.property(links, (pairs) => {
      const names = ['0', '1', '2', '3', '4', '5']
      const linksOf = (name: string) => pairs.filter(([from]) => `${from}` === name).map(([, to]) => `${to}`)
      const found = cycles(names, linksOf)
      expect(found.length > 0).toBe(names.some((name) => reaches(name, name, linksOf)))
      for (const circle of found) {
        expect(circle.at(0)).toBe(circle.at(-1))
        for (const [index, name] of circle.slice(1).entries())
          expect(linksOf(circle[index] ?? '')).toContain(name)
      }
    }),
  )
})

test('a chain may be longer than the call stack', () => {
  const names = Array.from({ length: 100_000 }, (_, n) => `${n}`)
  const linksOf = (name: string) => [names[Number(name) + 1] ?? '0']
  expect(cycles(names, linksOf).map(({ length }) => length)).toEqual([names.length + 1])
})

function reaches(from: string, goal: string, linksOf: (name: string) => readonly string[]): boolean {
  const open = [...linksOf(from)]
  const seen = new Set<string>()
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === goal) return true
    if (!seen.has(name)) open.push(...linksOf(name))
    seen.add(name)
  }
  return false
}
