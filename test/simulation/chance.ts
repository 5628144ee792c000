import type { Random } from '../../src/core/ports.ts'
import { seededRandom } from '../../src/routing/random.ts'

/** Draws of all kinds from one seed. */
export class Chance {
  readonly random: Random

  constructor(seed: string) {
    this.random = seededRandom(seed)
  }

  /** True so often, from 0 to 1. */
  happens(share: number): boolean {
    return this.random() < share
  }

  /** Whole, both ends included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.random() * (to - from + 1))
  }

  /** Small ones more often than large ones. */
  skewed(from: number, to: number): number {
    return from + Math.floor(this.random() ** 2 * (to - from + 1))
  }

  pick<Value>(values: readonly [Value, ...Value[]]): Value
  pick<Value>(values: readonly Value[]): Value
  pick<Value>(values: readonly Value[]): Value {
    if (values.length === 0) throw new RangeError('There is nothing to pick from.')
    return values[this.integer(0, values.length - 1)] as Value // It is not empty.
  }

  /** So many different ones, in an order of chance; all of them where there are not so many. */
  some<Value>(values: readonly Value[], count: number): Value[] {
    const left = [...values]
    const taken: Value[] = []
    while (taken.length < count && left.length > 0) {
      taken.push(...left.splice(this.integer(0, left.length - 1), 1))
    }
    return taken
  }

  /** One of the names, as often as its weight says. */
  weighed<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const entries = Object.entries<number>(weights)
    let left = this.random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    const found = entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1)
    return found?.[0] as Name // One of the keys.
  }
}
