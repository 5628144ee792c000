import {
  type ConcurrencyLimit,
  type ConcurrencySettings,
  createLimit,
  type EndedRequest,
} from './concurrency-limit.ts'
import type { Place } from './fair-line.ts'
import { type Arrival, FairQueue, type Priority, type QueueBounds } from './fair-queue.ts'
import { IndexedHeap } from './indexed-heap.ts'
import { Pace } from './pace.ts'
import { RateWindow } from './rate-window.ts'
import { GRANTED, type Granted, type Refused, Ticket } from './ticket.ts'
import { WakeUp, type SetTimer } from './wake-up.ts'

/**
 * The door to one provider: as many go in as he bears, the others wait in a fair queue, and whom it would serve too
 * late is told so at once.
 *
 *   enter ──▶ room, and nobody to overtake? ──▶ granted ──────────────────────▶ leave
 *                      │ no                        ▲
 *                      ▼                           │ somebody left; a minute's limit has room again
 *             would it wait too long? ──▶ ticket ──┴──▶ refused (its time is up) · cancelled (its holder went)
 *                      │ yes
 *                      ▼
 *                   refused
 *
 * Each grant is followed by exactly one `leave`. The first in the queue is not overtaken, even where a smaller request
 * would fit a limit of tokens at once: a large one would never get in. All times are monotonic milliseconds.
 */
export class Gate {
  #settings: GateSettings
  #limit: ConcurrencyLimit
  readonly #requests: RateWindow
  readonly #tokens: RateWindow
  readonly #queue: FairQueue<Ticket>
  readonly #expiries = new IndexedHeap<Ticket>((a, b) => a.expiresAtMs < b.expiresAtMs)
  readonly #pace = new Pace()
  readonly #wakeUp: WakeUp
  #inFlight = 0
  /** The provider has said that there is no use in coming earlier. */
  #closedUntilMs = Number.NEGATIVE_INFINITY
  #isGranting = false

  constructor(settings: GateSettings, setTimer: SetTimer) {
    this.#settings = settings
    this.#limit = createLimit(settings.concurrency)
    this.#requests = new RateWindow(settings.rpm ?? Number.POSITIVE_INFINITY)
    this.#tokens = new RateWindow(settings.tpm ?? Number.POSITIVE_INFINITY)
    this.#queue = new FairQueue(settings.queue)
    const onTime = (nowMs: number) => this.#onTime(nowMs)
    this.#wakeUp = new WakeUp(setTimer, onTime)
  }

  get inFlight(): number {
    return this.#inFlight
  }

  get waiting(): number {
    return this.#queue.length
  }

  /** Requests at once; infinite where there is no limit. */
  get limit(): number {
    return this.#limit.limit
  }

  /** Never answers a ticket before it returns. */
  enter(request: EnterRequest): Granted | Ticket | Refused {
    const { priority, cost, nowMs } = request
    if (!this.#queue.isFree(priority) || !this.#hasRoom(cost, nowMs)) return this.#wait(request)
    this.#letIn(cost, nowMs)
    return GRANTED
  }

  leave(outcome: Outcome, nowMs: number): void {
    if (this.#inFlight === 0) throw new Error('More requests have left this gate than were let in.')
    const { cost, tokens, durationMs, retryAfterMs } = outcome
    this.#limit.note(outcome, this.#inFlight, nowMs)
    this.#inFlight--
    this.#pace.note(durationMs, tokens ?? cost)
    if (tokens !== null) this.#tokens.adjust(tokens - cost, nowMs - durationMs)
    if (outcome.kind === 'throttled' && retryAfterMs !== null) this.#close(retryAfterMs, nowMs)
    this.#proceed(nowMs)
  }

  /** For a holder who leaves. False when the ticket was answered before: what was granted must be left. */
  cancel(ticket: Ticket, nowMs: number): boolean {
    if (!this.#remove(ticket)) return false
    this.#proceed(nowMs)
    return true
  }

  /** Whoever is in or waits, stays. An adaptive limit learns anew, from where it stood. */
  configure(settings: GateSettings, nowMs: number): void {
    this.#settings = settings
    this.#limit = createLimit(settings.concurrency, this.#limit.limit)
    this.#requests.limit = settings.rpm ?? Number.POSITIVE_INFINITY
    this.#tokens.limit = settings.tpm ?? Number.POSITIVE_INFINITY
    this.#queue.bounds = settings.queue
    this.#proceed(nowMs)
  }

  #wait(request: EnterRequest): Ticket | Refused {
    const { priority, deadlineAtMs, nowMs } = request
    const patienceMs = Math.min(this.#settings.waitMsMax[priority], WAIT_MS_MAX, deadlineAtMs - nowMs)
    const waitMs = this.#expectedWaitMs(request, nowMs)
    if (patienceMs <= 0 || waitMs > patienceMs) return refused('too-long', waitMs)
    const ticket = new Ticket(nowMs + patienceMs)
    const place = this.#queue.push(request, ticket)
    if (typeof place === 'string') return refused(place, waitMs)
    ticket.place = place
    this.#expiries.push(ticket)
    this.#arm(nowMs)
    return ticket
  }

  #expectedWaitMs({ tenant, priority, cost }: Arrival, nowMs: number): number {
    const ahead = this.#queue.countAhead(tenant, priority)
    const roomAtMs = this.#roomByTimeMs(ahead + 1, this.#pace.costOf(ahead) + cost, nowMs)
    return Math.max(this.#pace.waitMs(ahead + 1, this.#limit.limit), roomAtMs - nowMs)
  }

  #hasRoom(cost: number, nowMs: number): boolean {
    return this.#inFlight < this.#limit.limit && this.#roomByTimeMs(1, cost, nowMs) <= nowMs
  }

  /** When the limits that only time can loosen have room. */
  #roomByTimeMs(requests: number, cost: number, nowMs: number): number {
    return Math.max(
      this.#closedUntilMs,
      this.#requests.roomAtMs(requests, nowMs),
      this.#tokens.roomAtMs(cost, nowMs),
    )
  }

  #letIn(cost: number, nowMs: number): void {
    this.#inFlight++
    this.#requests.add(1, nowMs)
    this.#tokens.add(cost, nowMs)
  }

  /** Whoever cannot last until the provider is open again had better be told now, and go elsewhere. */
  #close(retryAfterMs: number, nowMs: number): void {
    const untilMs = nowMs + Math.min(retryAfterMs, CLOSED_MS_MAX)
    this.#closedUntilMs = Math.max(this.#closedUntilMs, untilMs)
    this.#refuseUpTo(this.#closedUntilMs, 'too-long', nowMs)
  }

  #onTime(nowMs: number): void {
    this.#refuseUpTo(nowMs, 'expired', nowMs)
    this.#proceed(nowMs)
  }

  #refuseUpTo(timeMs: number, reason: Refused['reason'], nowMs: number): void {
    for (let ticket = this.#expiries.peek(); ticket !== null; ticket = this.#expiries.peek()) {
      if (ticket.expiresAtMs > timeMs) return
      const place = ticket.place as Place<Ticket> // A ticket has its place for as long as it is in the heap.
      this.#remove(ticket)
      // Where he stood in the queue is lost: he would come back as the last of his tenant.
      ticket.answer(refused(reason, this.#expectedWaitMs(place, nowMs)))
    }
  }

  #remove(ticket: Ticket): boolean {
    if (ticket.place === null) return false
    this.#queue.remove(ticket.place)
    this.#expiries.remove(ticket)
    ticket.place = null
    return true
  }

  /** Lets in whoever can be. A callback may come back here by leaving at once; the loop then goes on for it. */
  #proceed(nowMs: number): void {
    if (this.#isGranting) return
    this.#isGranting = true
    try {
      for (let place = this.#queue.next(); place !== null; place = this.#queue.next()) {
        if (!this.#hasRoom(place.cost, nowMs)) break
        this.#queue.take()
        this.#expiries.remove(place.value)
        this.#letIn(place.cost, nowMs)
        place.value.answer(GRANTED)
      }
    } finally {
      this.#isGranting = false
      this.#arm(nowMs)
    }
  }

  /** The next thing that time alone brings about: a ticket expires, or a limit has room for the first in the queue. */
  #arm(nowMs: number): void {
    const first = this.#queue.next()
    const expiring = this.#expiries.peek()
    if (first === null || expiring === null) return this.#wakeUp.clear()
    const isFull = this.#inFlight >= this.#limit.limit
    const roomAtMs = isFull ? Number.POSITIVE_INFINITY : this.#roomByTimeMs(1, first.cost, nowMs)
    this.#wakeUp.set(Math.min(expiring.expiresAtMs, roomAtMs), nowMs)
  }
}

export interface GateSettings {
  readonly concurrency: ConcurrencySettings
  /** Requests and tokens for each minute. Null: no limit. */
  readonly rpm: number | null
  readonly tpm: number | null
  readonly queue: QueueBounds
  readonly waitMsMax: Readonly<Record<Priority, number>>
}

/** Who waits longer than this for an answer to begin has gone. Memory: under 1 MB at the maximum. */
export const QUEUE_DEFAULTS: Pick<GateSettings, 'queue' | 'waitMsMax'> = {
  queue: { lengthMax: { interactive: 1_000, batch: 1_000 }, tenantLengthMax: 200, batchShare: 0.1 },
  waitMsMax: { interactive: 10_000, batch: 60_000 },
}

export interface EnterRequest extends Arrival {
  /** It must be let in before this time. Infinite where there is none. */
  readonly deadlineAtMs: number
  readonly nowMs: number
}

export interface Outcome extends EndedRequest {
  /** As it was when it came. */
  readonly cost: number
  /** What it has really used; null where that is not known. */
  readonly tokens: number | null
  /** What the provider said with `throttled`, if that is about all that goes through this gate. */
  readonly retryAfterMs: number | null
}

/** Whatever the settings say. */
const WAIT_MS_MAX = 600_000
const CLOSED_MS_MAX = 60_000
const RETRY_AFTER_MS_MIN = 1_000
const RETRY_AFTER_MS_MAX = 60_000

function refused(reason: Refused['reason'], waitMs: number): Refused {
  const retryAfterMs = Math.min(Math.max(Math.ceil(waitMs), RETRY_AFTER_MS_MIN), RETRY_AFTER_MS_MAX)
  return { type: 'refused', reason, retryAfterMs }
}
