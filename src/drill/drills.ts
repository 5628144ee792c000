import { GatewayError } from '../core/error.ts'
import type { Clock, Log, Random } from '../core/ports.ts'
import { seededRandom } from '../routing/random.ts'
import type { DrillFault, NetworkFault } from './drill-fault.ts'

/** A fault that is made on purpose, at one provider and for a while. */
export interface Drill {
  readonly id: string
  /** Its name in the configuration. */
  readonly provider: string
  readonly fault: DrillFault
  /** Of the requests to the provider, the share that suffers: above 0, at most 1. */
  readonly share: number
  /** The same seed strikes the same requests of a sequence. */
  readonly seed: string
  /** Epoch milliseconds, as `endsAtMs`. */
  readonly startedAtMs: number
  readonly endsAtMs: number
}

export interface DrillOrder extends Pick<Drill, 'provider' | 'fault' | 'share'> {
  readonly forMs: number
  /** Absent: the drill's own id. */
  readonly seed?: string
}

export interface DrillPorts {
  readonly clock: Clock
  readonly log: Log
  newId(): string
  /** Calls `fire` after so long, unless the function that it answers was called before. */
  schedule(ms: number, fire: () => void): () => void
}

/** Every drill of this process. One that is on ends by itself, at the latest after `DRILL_MS_MAX`. */
export class Drills {
  readonly #ports: DrillPorts
  /** By provider. Null while there is none, which is what every request asks. */
  #running: Map<string, RunningDrill> | null = null

  constructor(ports: DrillPorts) {
    this.#ports = ports
  }

  /** Throws `conflict` where the provider has a drill already, or where too many are on. */
  start({ provider, fault, share, forMs, seed }: DrillOrder): Drill {
    if (!(forMs > 0 && forMs <= DRILL_MS_MAX)) throw new RangeError(`A drill cannot last ${forMs} ms.`)
    const running = this.#running ?? new Map<string, RunningDrill>()
    const other = running.get(provider)
    if (other !== undefined)
      throw new GatewayError('conflict', `The drill ${other.drill.id} is on at ${provider}; end it first.`)
    if (running.size >= DRILLS_MAX)
      throw new GatewayError('conflict', `${DRILLS_MAX} drills are on, and more are too many; end one first.`)
    const { clock, log, newId, schedule } = this.#ports
    const id = newId()
    const startedAtMs = clock.now()
    const drill = {
      id,
      provider,
      fault,
      share,
      seed: seed ?? id,
      startedAtMs,
      endsAtMs: startedAtMs + forMs,
    }
    const unschedule = schedule(forMs, () => this.end(id))
    running.set(provider, { drill, random: seededRandom(drill.seed), struck: 0, unschedule })
    this.#running = running
    log.warn('A drill begins: requests to this provider suffer on purpose.', {
      ...fault,
      drill: id,
      provider,
      share,
      forMs,
    })
    return drill
  }

  /** Ends it at once. False where no such drill is on. */
  end(id: string): boolean {
    const running = [...(this.#running ?? [])]
    const found = running.find(([, { drill }]) => drill.id === id)
    if (found === undefined) return false
    const [provider, { struck, unschedule }] = found
    unschedule()
    const others = running.filter((each) => each !== found)
    this.#running = others.length > 0 ? new Map(others) : null
    this.#ports.log.warn('A drill has ended.', { drill: id, provider, struck })
    return true
  }

  endAll(): void {
    for (const { drill } of this.list()) this.end(drill.id)
  }

  list(): readonly StruckDrill[] {
    return [...(this.#running?.values() ?? [])]
  }

  /** What this request to a provider has to suffer; null, as nearly always, where it is nothing. */
  strike(provider: string | undefined): NetworkFault | null {
    if (this.#running === null || provider === undefined) return null
    const running = this.#running.get(provider)
    if (running === undefined) return null
    const { fault, share } = running.drill
    if (fault.kind === 'price' || running.random() >= share) return null
    running.struck++
    return fault
  }

  /** By provider, what its prices are to be taken for, times what they are; null where no drill is about prices. */
  priceFactors(): ReadonlyMap<string, number> | null {
    if (this.#running === null) return null
    const factors = this.list().flatMap(({ drill: { provider, fault } }): [string, number][] =>
      fault.kind === 'price' ? [[provider, fault.factor]] : [],
    )
    return factors.length === 0 ? null : new Map(factors)
  }
}

/** A drill that is on, and how many requests have suffered so far. */
export interface StruckDrill {
  readonly drill: Drill
  readonly struck: number
}

/** Nobody should find a drill in the morning that somebody began in the evening. */
export const DRILL_MS_MAX = 3_600_000
export const DRILLS_MAX = 16

interface RunningDrill extends StruckDrill {
  readonly random: Random
  struck: number
  unschedule(): void
}
