import { LRUCache } from 'lru-cache'
import type { Clock } from '../../core/ports.ts'
import type { Activity, ActivityQuery, ExchangeStore } from '../../storage/store.ts'
import { mergeActivities } from './merge.ts'

const HOUR_MS = 3_600_000
/** An exchange is written down when it ends, under the time at which it began; few last longer. */
const CLOSED_AFTER_MS = HOUR_MS
/** Two months of hours, and some more for single providers. */
const HOURS_MAX = 2_000
/** Records leave by retention; what is remembered of them may not stay for good. */
const REMEMBERED_MS = 6 * HOUR_MS
const READS_AT_ONCE = 4

/**
 * Reads activity an hour at a time: no query holds up the store for long, and hours that cannot change any more are
 * read once. Looking at a month again costs no more than looking at its last two hours.
 */
export class ActivityReader {
  readonly #store: ExchangeStore
  readonly #clock: Clock
  readonly #hours: LRUCache<string, Activity>

  constructor(store: ExchangeStore, clock: Clock) {
    this.#store = store
    this.#clock = clock
    this.#hours = new LRUCache({
      max: HOURS_MAX,
      ttl: REMEMBERED_MS,
      perf: { now: () => clock.monotonicMs() },
    })
  }

  async read(query: ActivityQuery): Promise<Activity> {
    const hours = hoursOf(query)
    const parts: Activity[] = []
    for (let first = 0; first < hours.length; first += READS_AT_ONCE)
      parts.push(
        ...(await Promise.all(hours.slice(first, first + READS_AT_ONCE).map((hour) => this.#readHour(hour)))),
      )
    return mergeActivities(parts, query.stepMs)
  }

  async #readHour(hour: ActivityQuery): Promise<Activity> {
    const isWhole = hour.sinceMs % HOUR_MS === 0 && hour.untilMs - hour.sinceMs === HOUR_MS
    if (!isWhole || hour.untilMs + CLOSED_AFTER_MS > this.#clock.now())
      return await this.#store.activity(hour)
    const { sinceMs, stepMs, provider, model, keyId, organizationId, projectId } = hour
    const name = JSON.stringify([sinceMs, stepMs, provider, model, keyId, organizationId, projectId])
    const known = this.#hours.get(name)
    if (known !== undefined) return known
    const read = await this.#store.activity(hour)
    this.#hours.set(name, read)
    return read
  }
}

/** A step longer than an hour is put together from hours. */
function hoursOf(query: ActivityQuery): ActivityQuery[] {
  const hours: ActivityQuery[] = []
  let sinceMs = query.sinceMs
  while (sinceMs < query.untilMs) {
    const untilMs = Math.min(query.untilMs, sinceMs - (sinceMs % HOUR_MS) + HOUR_MS)
    hours.push({ ...query, sinceMs, untilMs, stepMs: Math.min(query.stepMs, HOUR_MS) })
    sinceMs = untilMs
  }
  return hours
}
