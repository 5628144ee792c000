import type { Log, Random } from '../src/core/ports.ts'
import type { Books } from './books.ts'
import type { Fault } from './fault.ts'
import type { MakeId } from './formats/format.ts'
import type { Latency } from './models.ts'
import type { RateLimit } from './rate-limit.ts'
import type { Script } from './script.ts'

/** All that the requests to one simulator share. */
export interface House {
  readonly seed: number
  readonly books: Books
  readonly script: Script
  /** Null: no limit. */
  readonly limit: RateLimit | null
  /** API keys and whether each is allowed. Null: any key will do, and none too. */
  readonly keys: ReadonlyMap<string, boolean> | null
  /** Further names of models. */
  readonly aliases: Readonly<Record<string, string>>
  /** How the model `slow` behaves. */
  readonly slow: Latency
  /** What every answer suffers that does not say otherwise. */
  readonly fault: Fault
  readonly random: Random
  readonly makeId: MakeId
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly log: Log | null
}
