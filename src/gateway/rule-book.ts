import type { BudgetRecord, LimitsRecord, RuleRecord } from '../core/budget.ts'
import type { Config } from '../config/config.ts'
import { Rules } from '../ledger/rules.ts'

/** The rules of the configuration and of the store together, compiled once for each change of either. */
export class RuleBook {
  readonly #stored: Map<string, RuleRecord>
  #compiled = new WeakMap<Config, Rules>()

  constructor(stored: readonly RuleRecord[] = []) {
    this.#stored = new Map(stored.map((record) => [record.rule.id, record]))
  }

  get size(): number {
    return this.#stored.size
  }

  get budgets(): readonly BudgetRecord[] {
    return [...this.#stored.values()].filter((record) => record.kind === 'budget')
  }

  get limits(): readonly LimitsRecord[] {
    return [...this.#stored.values()].filter((record) => record.kind === 'limit')
  }

  /** Holds from the next request on; so does `remove`. */
  put(record: RuleRecord): void {
    this.#stored.set(record.rule.id, record)
    this.#compiled = new WeakMap()
  }

  remove(id: string): void {
    this.#stored.delete(id)
    this.#compiled = new WeakMap()
  }

  under(config: Config): Rules {
    let rules = this.#compiled.get(config)
    if (rules === undefined) {
      const limits = this.limits.map(({ rule }) => rule)
      const budgets = this.budgets.map(({ rule }) => rule)
      rules = new Rules([...config.limits, ...limits], [...config.budgets, ...budgets])
      this.#compiled.set(config, rules)
    }
    return rules
  }
}

/** All of them are looked through whenever one is changed. */
export const RULES_MAX = 10_000
