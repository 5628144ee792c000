import type { Arrival, Priority } from './fair-queue.ts'
import { IndexedHeap } from './indexed-heap.ts'

/**
 * One line in which every tenant has his own, and the next to be served is chosen so that tenants get work done in
 * proportion to their weights, however many requests each of them sends.
 *
 *   tenant A  tag 40   [a3]─[a4]─[a5]─ …      each tenant: first come, first served
 *   tenant B  tag 12   [b1]                   ◀─ the smallest tag is next; its tag then grows by cost / weight
 *
 * Start-time fair queueing: P. Goyal, H. Vin, H. Cheng, "Start-time Fair Queueing", SIGCOMM 1996; for a server that
 * works on several at once, W. Jin, J. Chase, J. Kaur, "Interposed Proportional Sharing", SIGMETRICS 2004. The tag is
 * the virtual time at which the first of a tenant's requests would begin. Virtual time is the tag served last, and a
 * tenant who comes begins there: time in which he asked for nothing earns him nothing. He is charged when he is
 * served and not when he comes, so whoever leaves the line has cost his tenant nothing.
 */
export class FairLine<Value> {
  readonly #flows = new Map<string, Flow<Value>>()
  readonly #order = new IndexedHeap<Flow<Value>>(isBefore)
  /** Tags of tenants who have nobody in the line just now: to come one at a time is no way around one's share. */
  readonly #absent = new Map<string, number>()
  #virtualTime = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  /** How many tenants have somebody in the line. */
  get tenants(): number {
    return this.#flows.size
  }

  lengthOf(tenant: string): number {
    return this.#flows.get(tenant)?.length ?? 0
  }

  push(place: Place<Value>): void {
    this.#length++
    const present = this.#flows.get(place.tenant)
    if (present !== undefined) return append(present, place)
    const tag = Math.max(this.#virtualTime, this.#absent.get(place.tenant) ?? 0)
    const flow: Flow<Value> = { first: place, last: place, length: 1, tag, heapIndex: -1 }
    place.flow = flow
    this.#absent.delete(place.tenant)
    this.#flows.set(place.tenant, flow)
    this.#order.push(flow)
  }

  next(): Place<Value> | null {
    return this.#order.peek()?.first ?? null
  }

  /** Takes out the one that `next` shows, and charges its tenant. */
  take(): Place<Value> | null {
    const flow = this.#order.peek()
    if (flow === null) return null
    const place = flow.first
    this.#virtualTime = flow.tag
    flow.tag += Math.max(place.cost, COST_MIN) / place.weight
    this.remove(place)
    return place
  }

  /** For whoever leaves, in O(log tenants). False when it is no longer in the line. */
  remove(place: Place<Value>): boolean {
    const { flow } = place
    if (flow === null) return false
    this.#length--
    unlink(flow, place)
    if (flow.length > 0) this.#order.update(flow)
    else this.#forget(place.tenant, flow)
    return true
  }

  #forget(tenant: string, flow: Flow<Value>): void {
    this.#order.remove(flow)
    this.#flows.delete(tenant)
    if (this.#length === 0) {
      // Nobody waits, so nobody is owed anything: the next surge begins with a clean slate.
      this.#absent.clear()
      this.#virtualTime = 0
      return
    }
    if (flow.tag <= this.#virtualTime) return
    this.#absent.set(tenant, flow.tag)
    if (this.#absent.size <= ABSENT_MAX) return
    for (const longestAway of this.#absent.keys()) {
      this.#absent.delete(longestAway)
      return
    }
  }
}

/** One request in a line. */
export class Place<Value> {
  readonly tenant: string
  readonly priority: Priority
  readonly cost: number
  readonly weight: number
  /** In the order of arrival, among equals. */
  readonly sequence: number
  readonly value: Value
  /** The three that follow are the line's own. Null: not in it. */
  flow: Flow<Value> | null = null
  before: Place<Value> | null = null
  after: Place<Value> | null = null

  constructor({ tenant, priority, cost, weight = 1 }: Arrival, sequence: number, value: Value) {
    this.tenant = tenant
    this.priority = priority
    this.cost = cost
    this.weight = weight
    this.sequence = sequence
    this.value = value
  }
}

/** Absent tenants remembered. Whoever is forgotten is let off what he had had in advance, and nothing more. */
export const ABSENT_MAX = 10_000
/** What costs nothing would never let anybody else come next. */
const COST_MIN = 1

interface Flow<Value> {
  first: Place<Value>
  last: Place<Value>
  length: number
  tag: number
  heapIndex: number
}

function isBefore(a: Flow<unknown>, b: Flow<unknown>): boolean {
  return a.tag === b.tag ? a.first.sequence < b.first.sequence : a.tag < b.tag
}

function append<Value>(flow: Flow<Value>, place: Place<Value>): void {
  place.flow = flow
  place.before = flow.last
  flow.last.after = place
  flow.last = place
  flow.length++
}

/** The last of a flow stays its `first`: a flow that is empty is dropped. */
function unlink<Value>(flow: Flow<Value>, place: Place<Value>): void {
  const { before, after } = place
  if (before !== null) before.after = after
  else if (after !== null) flow.first = after
  if (after !== null) after.before = before
  else if (before !== null) flow.last = before
  flow.length--
  place.flow = null
  place.before = null
  place.after = null
}
