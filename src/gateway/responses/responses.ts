import { LRUCache } from 'lru-cache'
import { GatewayError } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import { parseJsonObject } from '../../core/json.ts'
import type { Clock, Log } from '../../core/ports.ts'
import type { ResponseName, StoredResponse } from '../../storage/response-store.ts'
import type { Store } from '../../storage/store.ts'
import type { BackgroundRun } from './background-run.ts'
import { failedResponse } from './failed-response.ts'

export interface ResponsesParts {
  readonly store: Pick<Store, 'responses'>
  readonly clock: Clock
  readonly log: Log
}

/** Answers that callers come back for: those in the store, and those that this process is at work on. */
export class Responses {
  readonly store: Pick<Store, 'responses'>
  readonly clock: Clock
  readonly log: Log
  readonly #running = new Map<string, BackgroundRun>()
  /** Over, but still to be read event by event by those who come a little late. */
  readonly #over = new LRUCache<string, BackgroundRun>({ max: OVER_MAX })
  #reserved = 0
  #nextBeatMs = 0
  #onIdle: (() => void) | null = null

  constructor({ store, clock, log }: ResponsesParts) {
    this.store = store
    this.clock = clock
    this.log = log
  }

  /** Holds a place for one more. Throws `overloaded` where there is none. Returns how to give it up. */
  reserve(): () => void {
    if (this.#running.size + this.#reserved >= RUNNING_MAX) {
      throw new GatewayError(
        'overloaded',
        `This process has ${RUNNING_MAX} responses in the background, which is as many as it takes; try again later.`,
        { retryAfterMs: 5_000 },
      )
    }
    this.#reserved++
    let isGivenUp = false
    return () => {
      if (!isGivenUp) this.#reserved--
      isGivenUp = true
    }
  }

  began(run: BackgroundRun): void {
    this.#running.set(keyOf(run.name), run)
  }

  ended(run: BackgroundRun): void {
    this.#running.delete(keyOf(run.name))
    this.#over.set(keyOf(run.name), run)
    if (this.#running.size === 0) this.#onIdle?.()
  }

  /** The one that this process is, or was lately, at work on. */
  run(name: ResponseName): BackgroundRun | null {
    return this.#running.get(keyOf(name)) ?? this.#over.get(keyOf(name)) ?? null
  }

  /** Null where this key has none of that name. One that nobody is at work on any more has failed. */
  async find(name: ResponseName): Promise<StoredResponse | null> {
    const stored = await this.store.responses('get', name.keyId, name.id)
    if (stored === null || !isUnfinished(stored) || this.#running.has(keyOf(name))) return stored
    if (this.clock.now() - stored.touchedAtMs <= LEASE_MS) return stored
    const response = failedResponse(parseJsonObject(stored.response) ?? {}, STOPPED)
    const failed = { ...stored, status: 'failed', response: JSON.stringify(response) } as const
    await this.store.responses('put', failed, [])
    return failed
  }

  async delete(name: ResponseName): Promise<boolean> {
    this.#running.get(keyOf(name))?.cancel()
    this.#over.delete(keyOf(name))
    return await this.store.responses('delete', name.keyId, name.id)
  }

  /**
   * Says now and then of all that is under way here that it is. What another process has cancelled meanwhile ends.
   * Never rejects.
   */
  async beat(): Promise<void> {
    const runs = [...this.#running.values()]
    if (runs.length === 0 || this.clock.monotonicMs() < this.#nextBeatMs) return
    this.#nextBeatMs = this.clock.monotonicMs() + BEAT_MS
    try {
      const names = runs.map(({ name }) => name)
      const unfinished = await this.store.responses('touch', names, this.clock.now())
      const alive = new Set(unfinished.map(keyOf))
      for (const run of runs) if (!alive.has(keyOf(run.name)) && !run.isOver) run.cancel()
    } catch (error) {
      this.log.warn('The store could not be told which responses are under way here.', { error })
    }
  }

  /** Resolves when nothing is under way here, or that time is over. */
  async idle(mostMs: number): Promise<void> {
    if (this.#running.size === 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, mostMs)
    this.#onIdle = resolve
    await promise
    clearTimeout(timer)
  }
}

export function isUnfinished({ status }: Pick<StoredResponse, 'status'>): boolean {
  return status === 'queued' || status === 'in_progress'
}

const BEAT_MS = 5_000
/** After so long without a word, whoever was at work on it is not any more. */
const LEASE_MS = 30_000
const RUNNING_MAX = 32
const OVER_MAX = 32

const STOPPED: JsonObject = {
  code: 'server_error',
  message: 'The gateway stopped before the response was complete.',
}

function keyOf({ keyId, id }: ResponseName): string {
  return `${keyId} ${id}`
}
