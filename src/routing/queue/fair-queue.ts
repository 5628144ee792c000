import { FairLine, Place } from './fair-line.ts'

/**
 * Who is next, when more want to be served than can be: interactive requests before batch ones, and within each class
 * every tenant his share (`FairLine`). With a `batchShare`, that part of the work goes to batch while both classes
 * wait, so that it is slowed down and never starved.
 *
 * Bounded in length, in all and for each tenant. Besides, nobody holds more places than are still free, so that n
 * tenants who would take everything end with 1/(n+1) each and leave as much to whoever comes: A. Choudhury, E. Hahne,
 * "Dynamic Queue Length Thresholds", IEEE/ACM Transactions on Networking 6(2), 1998. Who gets in would otherwise be a
 * lottery in which the heaviest has most of the tickets, however fair the order is behind it.
 */
export class FairQueue<Value> {
  bounds: QueueBounds
  readonly #interactive = new FairLine<Value>()
  readonly #batch = new FairLine<Value>()
  #pushed = 0
  /** Work that batch may do before interactive requests that wait. */
  #owedToBatch = 0

  constructor(bounds: QueueBounds) {
    this.bounds = bounds
  }

  get length(): number {
    return this.#interactive.length + this.#batch.length
  }

  push(arrival: Arrival, value: Value): Place<Value> | QueueRefusal {
    const { tenant, priority } = arrival
    const line = this.#line(priority)
    const free = this.bounds.lengthMax[priority] - line.length
    if (free <= 0) return 'queue-full'
    if (line.lengthOf(tenant) >= Math.min(this.bounds.tenantLengthMax, free)) return 'tenant-full'
    const place = new Place(arrival, this.#pushed++, value)
    line.push(place)
    return place
  }

  /** Whether nobody waits whom a newcomer of this class may not overtake. */
  isFree(priority: Priority): boolean {
    return this.#interactive.length === 0 && (priority === 'interactive' || this.#batch.length === 0)
  }

  next(): Place<Value> | null {
    return this.#nextLine().next()
  }

  /** Takes out the one that `next` shows. */
  take(): Place<Value> | null {
    const line = this.#nextLine()
    const hadBoth = this.#interactive.length > 0 && this.#batch.length > 0
    const place = line.take()
    if (place !== null && hadBoth) {
      const { batchShare } = this.bounds
      this.#owedToBatch += line === this.#batch ? -place.cost : (place.cost * batchShare) / (1 - batchShare)
    }
    if (this.#batch.length === 0) this.#owedToBatch = 0
    return place
  }

  /** For whoever leaves. False when it was taken or removed before. */
  remove(place: Place<Value>): boolean {
    const isRemoved = this.#line(place.priority).remove(place)
    if (this.#batch.length === 0) this.#owedToBatch = 0
    return isRemoved
  }

  /** How many would probably be served before a newcomer: of each other tenant no more than of his own. */
  countAhead(tenant: string, priority: Priority): number {
    const line = this.#line(priority)
    const own = line.lengthOf(tenant)
    const otherTenants = line.tenants - (own > 0 ? 1 : 0)
    const others = Math.min(line.length - own, otherTenants * (own + 1))
    return own + others + (priority === 'batch' ? this.#interactive.length : 0)
  }

  #line(priority: Priority): FairLine<Value> {
    return priority === 'interactive' ? this.#interactive : this.#batch
  }

  #nextLine(): FairLine<Value> {
    if (this.#interactive.length === 0) return this.#batch
    const batch = this.#batch.next()
    return batch !== null && this.bounds.batchShare > 0 && this.#owedToBatch >= batch.cost
      ? this.#batch
      : this.#interactive
  }
}

export type Priority = 'interactive' | 'batch'

export interface Arrival {
  readonly tenant: string
  readonly priority: Priority
  /** The unit in which work is shared out: estimated tokens, or 1 for each request. Less than 1 counts as 1. */
  readonly cost: number
  /** Above 0. A tenant of weight 2 gets twice the work of one of weight 1. Absent is 1. */
  readonly weight?: number
}

export interface QueueBounds {
  /** Each class has its own, so that a line full of batch work turns no interactive request away. */
  readonly lengthMax: Readonly<Record<Priority, number>>
  /** In each class. */
  readonly tenantLengthMax: number
  /** From 0 (strict priority) to below 1. */
  readonly batchShare: number
}

export type QueueRefusal = 'queue-full' | 'tenant-full'
