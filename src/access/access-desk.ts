import type { Access, AccessPlan } from '../core/access.ts'
import type { Clock } from '../core/ports.ts'
import { AwsAccess, credentialsOfSurroundings } from './aws-access.ts'
import { GoogleAccess } from './google-access.ts'

const KEPT_MAX = 1_000

/** Opens access by plan, the same for the same plan: a new configuration need not fetch again what is held. */
export class AccessDesk {
  readonly #clock: Clock
  readonly #open = new Map<string, Access>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  open(plan: AccessPlan): Access {
    const key = JSON.stringify(plan)
    const known = this.#open.get(key)
    if (known !== undefined) return known
    const access = this.#opened(plan)
    const [oldest] = this.#open.keys()
    if (this.#open.size >= KEPT_MAX && oldest !== undefined) this.#open.delete(oldest)
    this.#open.set(key, access)
    return access
  }
  #opened(plan: AccessPlan): Access {
    switch (plan.type) {
      case 'aws':
        return new AwsAccess(plan, this.#clock, credentialsOfSurroundings)
      case 'google':
        return new GoogleAccess(plan, this.#clock, fetch)
    }
  }
}
