import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findCycles } from './cycles.ts'

test('a chain and a diamond are no circle', () => {
  const graph = new Map([
    ['a', ['b', 'c']],
    ['b', ['d']],
    ['c', ['d']],
    ['d', ['outside']],
  ])
  expect(findCycles(graph)).toEqual([])
})

test('two circles that share nothing are two, each with all of its files', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'x']],
    ['c', ['a']],
    ['x', ['y']],
    ['y', ['x']],
  ])
  expect(findCycles(graph).toSorted()).toEqual([
    ['a', 'b', 'c'],
    ['x', 'y'],
  ])
})

test('two are in one circle exactly where each can reach the other', () => {
  const names = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(names, names), { selector: String }), (edges) => {
      const graph = new Map(
        edges.map(([from]) => [from, edges.filter((e) => e[0] === from).map((e) => e[1])]),
      )
      const cycles = findCycles(graph)
      for (const [one, other] of edges) {
        if (one === other) continue
        const share = cycles.some((cycle) => cycle.includes(one) && cycle.includes(other))
        expect(share).toBe(reaches(graph, other, one))
      }
    }),
  )
})

function reaches(graph: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set([from])
  for (const node of seen) for (const next of graph.get(node) ?? []) seen.add(next)
  return seen.has(to)
}
