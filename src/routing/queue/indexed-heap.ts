/** An item knows its own place, so that any of them can be moved or taken out in O(log n). */
export interface HeapItem {
  /** Kept by the heap. -1 outside. */
  heapIndex: number
}

/** A binary heap: the item before all others is on top. An item is in one heap at a time. */
export class IndexedHeap<Item extends HeapItem> {
  readonly #items: Item[] = []
  readonly #isBefore: (a: Item, b: Item) => boolean

  constructor(isBefore: (a: Item, b: Item) => boolean) {
    this.#isBefore = isBefore
  }

  get size(): number {
    return this.#items.length
  }

  peek(): Item | null {
    return this.#items[0] ?? null
  }

  push(item: Item): void {
    this.#put(item, this.#items.length)
    this.#rise(item)
  }

  /** To be called when the item's rank has changed. */
  update(item: Item): void {
    this.#rise(item)
    this.#sink(item)
  }

  remove(item: Item): void {
    const last = this.#items.pop()
    const index = item.heapIndex
    item.heapIndex = -1
    if (last === undefined || last === item) return
    this.#put(last, index)
    this.update(last)
  }

  #rise(item: Item): void {
    while (item.heapIndex > 0) {
      const parent = this.#items[(item.heapIndex - 1) >> 1] as Item // Above an index that is not 0 there is one.
      if (!this.#isBefore(item, parent)) return
      this.#swap(item, parent)
    }
  }

  #sink(item: Item): void {
    for (;;) {
      const left = this.#items[2 * item.heapIndex + 1]
      if (left === undefined) return
      const right = this.#items[2 * item.heapIndex + 2]
      const child = right !== undefined && this.#isBefore(right, left) ? right : left
      if (!this.#isBefore(child, item)) return
      this.#swap(item, child)
    }
  }

  #swap(a: Item, b: Item): void {
    const { heapIndex } = a
    this.#put(a, b.heapIndex)
    this.#put(b, heapIndex)
  }

  #put(item: Item, index: number): void {
    this.#items[index] = item
    item.heapIndex = index
  }
}
