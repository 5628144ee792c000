import type { Random } from '../src/core/ports.ts'
import type { Fault, FaultRule } from './fault.ts'
import { parseFault } from './fault.ts'

/** What the script may look at to choose. */
export interface Occasion {
  readonly model: string
  readonly key: string | null
  /** Faults written behind the model's name, and in `x-sim-fault`; null where there are none. */
  readonly suffix: string | null
  readonly header: string | null
  /** The model's own, e.g. of `flaky`. */
  readonly preset: FaultRule
}

/** Decides which faults strike a request, and counts how often each has. */
export class Script {
  readonly #random: Random
  #rules: readonly { readonly rule: FaultRule; used: number }[] = []
  /** Uses of faults that came as text, by that text. */
  readonly #used = new Map<string, number>()

  constructor(random: Random) {
    this.#random = random
  }

  /** Replaces the rules. For each request the first that fits, and is not used up, strikes. */
  set(rules: readonly FaultRule[]): void {
    this.#rules = rules.map((rule) => ({ rule, used: 0 }))
  }

  clear(): void {
    this.#rules = []
    this.#used.clear()
  }

  /** All faults for this request in one; the more particular source wins: model, suffix, header, script. */
  faultFor(occasion: Occasion): Fault {
    const preset = this.#draw(occasion.preset) ? occasion.preset : {}
    return {
      ...preset,
      ...this.#written(occasion.suffix, `${occasion.model}?`),
      ...this.#written(occasion.header, `${occasion.model} header `),
      ...this.#scripted(occasion),
    }
  }

  #written(text: string | null, scope: string): Fault {
    if (text === null) return {}
    const rule = parseFault(text)
    if (!this.#draw(rule)) return {}
    if (rule.times === undefined) return rule
    const name = scope + text
    const used = this.#used.get(name) ?? 0
    if (used >= rule.times) return {}
    if (this.#used.size >= COUNTERS_MAX) this.#used.clear()
    this.#used.set(name, used + 1)
    return rule
  }

  #scripted({ model, key }: Occasion): Fault {
    for (const entry of this.#rules) {
      const { rule } = entry
      if (rule.model !== undefined && rule.model !== model) continue
      if (rule.key !== undefined && rule.key !== key) continue
      if (entry.used >= (rule.times ?? Number.POSITIVE_INFINITY) || !this.#draw(rule)) continue
      entry.used++
      return rule
    }
    return {}
  }

  #draw(rule: FaultRule): boolean {
    return rule.rate === undefined || this.#random() < rule.rate
  }
}

/** Distinct texts with `times` that are counted; beyond, all counts start anew. */
const COUNTERS_MAX = 10_000
