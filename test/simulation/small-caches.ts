import type * as Module from 'lru-cache'

/**
 * The module `lru-cache`, with room for fewer entries: it takes the memory for all of them when a cache is made, which
 * for a gateway that lives for one scenario is most of the work. No scenario has so many keys, targets or tool calls.
 */
export function smallCaches({ LRUCache }: typeof Module): Pick<typeof Module, 'LRUCache'> {
  return {
    LRUCache: class<Key extends {}, Value extends {}, Context> extends LRUCache<Key, Value, Context> {
      constructor(options: Module.LRUCache.Options<Key, Value, Context>) {
        super({ ...options, max: Math.min(options.max ?? ENTRIES_MAX, ENTRIES_MAX) })
      }
    },
  }
}

const ENTRIES_MAX = 200
