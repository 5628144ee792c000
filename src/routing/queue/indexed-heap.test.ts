import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IndexedHeap } from './indexed-heap.ts'

interface Item {
  rank: number
  heapIndex: number
}

const STEPS = fc.array(
  fc.record({
    type: fc.constantFrom('push', 'push', 'remove', 'update'),
    rank: fc.nat(20),
    which: fc.nat(1_000),
  }),
  { maxLength: 200 },
)

test('the smallest is on top, whatever is put in, moved and taken out', () => {
  fc.assert(
    fc.property(STEPS, (steps) => {
      const heap = new IndexedHeap<Item>((a, b) => a.rank < b.rank)
      const items: Item[] = []
      for (const { type, rank, which } of steps) {
        const item = items[which % Math.max(items.length, 1)]
        if (type === 'push' || item === undefined) {
          const added = { rank, heapIndex: -1 }
          items.push(added)
          heap.push(added)
        } else if (type === 'update') {
          item.rank = rank
          heap.update(item)
        } else {
          items.splice(items.indexOf(item), 1)
          heap.remove(item)
          expect(item.heapIndex).toBe(-1)
        }
        expect(heap.size).toBe(items.length)
        expect(heap.peek()?.rank).toBe(items.length === 0 ? undefined : Math.min(...items.map((i) => i.rank)))
      }
    }),
  )
})
