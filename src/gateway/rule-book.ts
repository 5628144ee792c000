import type { ScopedBudget, ScopedLimits } from '../core/budget.ts'
import { Rules } from '../ledger/rules.ts'
import type { Config } from '../config/config.ts'

/** Rules that are kept in the store, beside those of the configuration. */
export interface StoredRules {
  readonly limits: readonly ScopedLimits[]
  readonly budgets: readonly ScopedBudget[]
}

/** The rules of the configuration and of the store together, compiled once for each change of either. */
export class RuleBook {
  #stored: StoredRules = { limits: [], budgets: [] }
  #compiled = new WeakMap<Config, Rules>()

  get stored(): StoredRules {
    return this.#stored
  }

  /** Holds from the next request on. */
  replace(stored: StoredRules): void {
    this.#stored = stored
    this.#compiled = new WeakMap()
  }

  under(config: Config): Rules {
    let rules = this.#compiled.get(config)
    if (rules === undefined) {
      const { limits, budgets } = this.#stored
      rules = new Rules([...config.limits, ...limits], [...config.budgets, ...budgets])
      this.#compiled.set(config, rules)
    }
    return rules
  }
}
